//! What mends a diagnostic.
#![expect(clippy::disallowed_types, reason = "the protocol's own type")]

use std::collections::HashMap;

use lsp_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, CodeActionResponse, Range, TextEdit,
    WorkspaceEdit,
};

/// Diagnostics carry what mends them, so that the engine need not be asked again.
pub(crate) fn answer(params: CodeActionParams) -> Option<CodeActionResponse> {
    let uri = params.text_document.uri;
    let actions = params.context.diagnostics.into_iter().filter_map(|diagnostic| {
        let said = |name: &str| Some(diagnostic.data.as_ref()?.get(name)?.as_str()?.to_string());
        let start = Range { end: diagnostic.range.start, ..diagnostic.range };
        let instead = said("fix").map(|text| (diagnostic.range, text, ""));
        let (range, text, place) = instead.or_else(|| Some((start, said("before")?, " before it")))?;
        let title = format!("Write `{}`{place}", text.trim_end());
        let edit = TextEdit { range, new_text: text };
        Some(CodeActionOrCommand::CodeAction(CodeAction {
            title,
            kind: Some(CodeActionKind::QUICKFIX),
            diagnostics: Some(vec![diagnostic]),
            edit: Some(WorkspaceEdit {
                changes: Some(HashMap::from([(uri.clone(), vec![edit])])),
                ..WorkspaceEdit::default()
            }),
            is_preferred: Some(true),
            ..CodeAction::default()
        }))
    });
    let actions: Vec<_> = actions.collect();
    (!actions.is_empty()).then_some(actions)
}
