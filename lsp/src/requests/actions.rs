//! What mends a diagnostic.
#![expect(clippy::disallowed_types, reason = "the protocol's own type")]

use std::collections::HashMap;

use lsp_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, CodeActionResponse, TextEdit, WorkspaceEdit,
};

/// Diagnostics carry what mends them, so that the engine need not be asked again.
pub(crate) fn answer(params: CodeActionParams) -> Option<CodeActionResponse> {
    let uri = params.text_document.uri;
    let actions = params.context.diagnostics.into_iter().filter_map(|diagnostic| {
        let text = diagnostic.data.as_ref()?.get("fix")?.as_str()?.to_string();
        let edit = TextEdit { range: diagnostic.range, new_text: text.clone() };
        Some(CodeActionOrCommand::CodeAction(CodeAction {
            title: format!("Write `{text}`"),
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
