//! What imports cost, and how many files a pattern matches.

use lsp_types::{InlayHint, InlayHintLabel, InlayHintParams, InlayHintTooltip};
use nexxo_db::{Engine, Target};
use tower_lsp::jsonrpc::Result;

use super::{ask, bytes};
use crate::positions::{Encoding, offset_at, position_at};
use crate::workspace::Workspace;

pub(crate) async fn answer(workspace: &Workspace, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
    if !workspace.settings().import_costs {
        return Ok(None);
    }
    let encoding = workspace.encoding();
    let hints = ask(workspace, &params.text_document.uri, move |engine, path| {
        let (text, _) = engine.text(path)?;
        let shown = offset_at(&text, params.range.start, encoding)..=offset_at(&text, params.range.end, encoding);
        let costs = engine.costs(path).into_iter().filter(|it| it.alone > 0 && shown.contains(&it.span.end));
        let mut hints: Vec<InlayHint> = costs
            .map(|it| {
                let words = "what the bundle would have less without this import, before it is minified";
                hint(&text, it.span.end, bytes(it.alone), words, encoding)
            })
            .collect();
        hints.extend(of_patterns(engine, path, &text, encoding));
        Some(hints)
    });
    Ok(hints.await.flatten())
}

fn of_patterns(engine: &Engine, path: &std::path::Path, text: &str, encoding: Encoding) -> Vec<InlayHint> {
    let patterns = engine.references(path).into_iter().filter_map(|it| match it.target {
        Target::Files(files) => {
            let label = if files.len() == 1 { "1 file".to_string() } else { format!("{} files", files.len()) };
            Some(hint(text, it.span.end, label, "files that the pattern matches", encoding))
        }
        _ => None,
    });
    patterns.collect()
}

/// Behind the quote that follows the specifier.
fn hint(text: &str, end: u32, label: String, words: &str, encoding: Encoding) -> InlayHint {
    let quoted = text[end as usize..].starts_with(['"', '\'', '`']);
    InlayHint {
        position: position_at(text, end + u32::from(quoted), encoding),
        label: InlayHintLabel::String(label),
        kind: None,
        text_edits: None,
        tooltip: Some(InlayHintTooltip::String(words.to_string())),
        padding_left: Some(true),
        padding_right: None,
        data: None,
    }
}
