//! Who leads to a file and what of it is in the bundle, and what saving it does to the pages that are open.

use lsp_types::{CodeLens, CodeLensParams, Command, Range};
use nexxo_db::{ModuleFacts, Outlook};
use tower_lsp::jsonrpc::Result;

use super::bytes;
use crate::places::path_of;
use crate::workspace::Workspace;

/// So many are named; of more, how many they are.
const NAMED: usize = 3;

pub(crate) async fn answer(workspace: &Workspace, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
    let Some(path) = path_of(&params.text_document.uri) else { return Ok(None) };
    let Some(session) = workspace.session(&path) else { return Ok(None) };
    let settings = workspace.settings();
    let mut titles = Vec::new();
    if settings.bundle_lens {
        let asked = path.clone();
        let facts = session.ask(move |engine| engine.module_facts(&asked)).await.flatten();
        titles.extend(facts.map(|it| of_module(&it)));
    }
    if settings.update_lens {
        titles.extend(session.outlook(&path).await.map(|it| words(&it)));
    }
    // A lens must have a command, and these do nothing.
    let command = |title| Some(Command { title, command: String::new(), arguments: None });
    let lenses = titles.into_iter().map(|it| CodeLens { range: Range::default(), command: command(it), data: None });
    let lenses: Vec<CodeLens> = lenses.collect();
    Ok((!lenses.is_empty()).then_some(lenses))
}

fn of_module(facts: &ModuleFacts) -> String {
    let importers = match facts.importers {
        0 => None,
        1 => Some("1 importer".into()),
        number => Some(format!("{number} importers")),
    };
    let chunks: Vec<String> = facts.chunks.iter().map(|it| it.name.clone()).collect();
    let place = match facts.output {
        // What is no script goes into other files.
        Some(output) if chunks.is_empty() || facts.format.is_none() => Some(format!("{} in the bundle", bytes(output))),
        Some(output) => Some(format!("{} in {}", bytes(output), list(&chunks, "chunks"))),
        None if facts.passes_on => Some("only passes names on".into()),
        None => Some("nothing of it is in the bundle".into()),
    };
    importers.into_iter().chain(place).collect::<Vec<_>>().join(" \u{b7} ")
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
    use nexxo_base::module::Format;
    use nexxo_db::ChunkFacts;

    use super::*;

    fn outlook(swaps: &[&str], reloads: &[&str], mixed: &[&str]) -> Outlook {
        let all = |names: &[&str]| names.iter().map(|it| (*it).to_owned()).collect();
        Outlook { swaps: all(swaps), reloads: all(reloads), mixed: all(mixed) }
    }

    #[test]
    fn it_is_said_what_is_in_the_bundle() {
        let chunk = ChunkFacts { name: "main.js".into(), is_dynamic: false, is_shared: false };
        let facts = ModuleFacts {
            path: "a.js".into(),
            bytes: 900,
            output: Some(1200),
            format: Some(Format::Esm),
            side_effects: true,
            passes_on: false,
            package: None,
            chunks: vec![chunk],
            importers: 2,
        };
        assert_eq!(of_module(&facts), "2 importers \u{b7} 1.2 kB in main.js");
        let sheet = ModuleFacts { format: None, importers: 1, ..facts.clone() };
        assert_eq!(of_module(&sheet), "1 importer \u{b7} 1.2 kB in the bundle");
        let unplaced = ModuleFacts { chunks: Vec::new(), importers: 0, ..facts.clone() };
        assert_eq!(of_module(&unplaced), "1.2 kB in the bundle");
        let barrel = ModuleFacts { output: None, passes_on: true, importers: 1, ..facts };
        assert_eq!(of_module(&barrel), "1 importer \u{b7} only passes names on");
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
