//! What saving a file does to the pages that are open.

use lsp_types::{CodeLens, CodeLensParams, Command, Range};
use nexxo_db::Outlook;
use tower_lsp::jsonrpc::Result;

use crate::workspace::{Workspace, path_of};

/// So many are named; of more, how many they are.
const NAMED: usize = 3;

pub(crate) async fn answer(workspace: &Workspace, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
    if !workspace.settings().update_lens {
        return Ok(None);
    }
    let Some(path) = path_of(&params.text_document.uri) else { return Ok(None) };
    let Some(session) = workspace.session(&path) else { return Ok(None) };
    let Some(outlook) = session.outlook(&path).await else { return Ok(None) };
    // A lens must have a command, and this one does nothing.
    let command = Some(Command { title: words(&outlook), command: String::new(), arguments: None });
    Ok(Some(vec![CodeLens { range: Range::default(), command, data: None }]))
}

fn words(outlook: &Outlook) -> String {
    if !outlook.reloads.is_empty() {
        let why = match &outlook.mixed[..] {
            [] => format!("nothing accepts {}", outlook.reloads.join(" \u{2192} ")),
            [one] => format!("{one} is exported beside components"),
            mixed => format!("{} are exported beside components", list(mixed, "values")),
        };
        return format!("saving reloads the page: {why}");
    }
    match &outlook.swaps[..] {
        [] => "saving changes nothing that runs".into(),
        swaps => format!("saving swaps {}", list(swaps, "modules")),
    }
}

fn list(names: &[String], what: &str) -> String {
    match names.len() {
        0..=NAMED => names.join(", "),
        more => format!("{more} {what}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outlook(swaps: &[&str], reloads: &[&str], mixed: &[&str]) -> Outlook {
        let all = |names: &[&str]| names.iter().map(|it| (*it).to_owned()).collect();
        Outlook { swaps: all(swaps), reloads: all(reloads), mixed: all(mixed) }
    }

    #[test]
    fn it_is_said_what_happens_and_why() {
        assert_eq!(words(&outlook(&["a.tsx", "b.tsx"], &[], &[])), "saving swaps a.tsx, b.tsx");
        assert_eq!(words(&outlook(&["a", "b", "c", "d"], &[], &[])), "saving swaps 4 modules");
        let reloads = words(&outlook(&[], &["a.ts", "index.html"], &[]));
        assert_eq!(reloads, "saving reloads the page: nothing accepts a.ts \u{2192} index.html");
        let mixed = words(&outlook(&[], &["a.tsx", "index.html"], &["useIt"]));
        assert_eq!(mixed, "saving reloads the page: useIt is exported beside components");
        let mixed = words(&outlook(&[], &["a.tsx", "index.html"], &["a", "b", "c", "d"]));
        assert_eq!(mixed, "saving reloads the page: 4 values are exported beside components");
    }
}
