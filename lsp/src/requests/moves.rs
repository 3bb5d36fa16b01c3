//! Specifiers that follow files which are moved.
#![expect(clippy::disallowed_types, reason = "the protocol's own type")]

use std::collections::HashMap;
use std::path::PathBuf;

use lsp_types::{RenameFilesParams, TextEdit, Uri, WorkspaceEdit};
use tower_lsp::jsonrpc::Result;

use crate::positions::range_of;
use crate::workspace::{Workspace, path_of};

pub(crate) async fn answer(workspace: &Workspace, params: RenameFilesParams) -> Result<Option<WorkspaceEdit>> {
    if !workspace.settings().update_imports_on_move {
        return Ok(None);
    }
    let path = |uri: &str| uri.parse::<Uri>().ok().as_ref().and_then(path_of);
    let moves = params.files.iter().filter_map(|it| Some((path(&it.old_uri)?, path(&it.new_uri)?)));
    let moves: Vec<(PathBuf, PathBuf)> = moves.collect();
    let Some(session) = moves.first().and_then(|(from, _)| workspace.session(from)) else { return Ok(None) };
    let encoding = workspace.encoding();
    let edits = session.ask(move |engine| {
        let mut changes: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
        for edit in engine.edits_for_moves(&moves) {
            if let (Some(uri), Some((text, _))) = (Uri::from_file_path(&edit.path), engine.text(&edit.path)) {
                let edit = TextEdit { range: range_of(&text, edit.span, encoding), new_text: edit.text };
                changes.entry(uri).or_default().push(edit);
            }
        }
        changes
    });
    let changes = edits.await.filter(|changes| !changes.is_empty());
    Ok(changes.map(|changes| WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }))
}
