//! Specifiers that follow files which are moved.

use std::path::PathBuf;

use lsp_types::{RenameFilesParams, Uri, WorkspaceEdit};
use tower_lsp::jsonrpc::Result;

use super::workspace_edit;
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
    let edit = session.ask(move |engine| workspace_edit(engine, engine.edits_for_moves(&moves), encoding));
    Ok(edit.await.flatten())
}
