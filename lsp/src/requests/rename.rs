//! Another name for a class, in sheets and in code.

use lsp_types::{PrepareRenameResponse, RenameParams, TextDocumentPositionParams, WorkspaceEdit};
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};

use super::{ask, class_at, workspace_edit};
use crate::positions::range_of;
use crate::workspace::Workspace;

/// `RequestFailed` of the protocol.
const FAILED: i64 = -32803;

pub(crate) async fn prepare(
    workspace: &Workspace,
    at: TextDocumentPositionParams,
) -> Result<Option<PrepareRenameResponse>> {
    let encoding = workspace.encoding();
    let found = ask(workspace, &at.text_document.uri, move |engine, path| {
        let class = class_at(engine, path, at.position, encoding)?;
        let (text, _) = engine.text(path)?;
        Some(engine.may_rename(&class).map(|()| PrepareRenameResponse::RangeWithPlaceholder {
            range: range_of(&text, class.span, encoding),
            placeholder: class.written,
        }))
    });
    found.await.flatten().transpose().map_err(refused)
}

pub(crate) async fn answer(workspace: &Workspace, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
    let (at, name) = (params.text_document_position, params.new_name);
    let encoding = workspace.encoding();
    let edit = ask(workspace, &at.text_document.uri, move |engine, path| {
        let class = class_at(engine, path, at.position, encoding)?;
        Some(engine.rename_class(&class, &name).map(|edits| workspace_edit(engine, edits, encoding)))
    });
    Ok(edit.await.flatten().transpose().map_err(refused)?.flatten())
}

/// An answer that tells why something cannot be done; editors show it.
fn refused(why: String) -> Error {
    Error { code: ErrorCode::ServerError(FAILED), message: why.into(), data: None }
}
