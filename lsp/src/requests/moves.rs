//! Specifiers that follow files which are moved.
#![expect(clippy::disallowed_types, reason = "the protocol's own type")]

use std::collections::HashMap;
use std::path::PathBuf;

use lsp_types::{RenameFilesParams, TextEdit, Uri, WorkspaceEdit};
use tower_lsp::jsonrpc::Result;

use super::workspace_edit;
use crate::places::path_of;
use crate::workspace::Workspace;

pub(crate) async fn answer(workspace: &Workspace, params: RenameFilesParams) -> Result<Option<WorkspaceEdit>> {
    if !workspace.settings().update_imports_on_move {
        return Ok(None);
    }
    let path = |uri: &str| uri.parse::<Uri>().ok().as_ref().and_then(path_of);
    let moves = params.files.iter().filter_map(|it| Some((path(&it.old_uri)?, path(&it.new_uri)?)));
    let moves: Vec<(PathBuf, PathBuf)> = moves.collect();
    let encoding = workspace.encoding();
    // A file may be in the bundles of several projects.
    let sessions = workspace.sessions();
    let asked = sessions.iter().map(|session| {
        let moves = moves.clone();
        session.ask(move |engine| workspace_edit(engine, engine.edits_for_moves(&moves), encoding))
    });
    let mut changes: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
    for answer in asked.collect::<Vec<_>>() {
        let found = answer.await.flatten().and_then(|it| it.changes).unwrap_or_default();
        found.into_iter().for_each(|(uri, edits)| add(changes.entry(uri).or_default(), edits));
    }
    Ok((!changes.is_empty()).then(|| WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }))
}

/// Adds edits, each place once.
fn add(all: &mut Vec<TextEdit>, edits: Vec<TextEdit>) {
    for edit in edits {
        if all.iter().all(|it| it.range != edit.range) {
            all.push(edit);
        }
    }
}
