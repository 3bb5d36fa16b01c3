//! How a project is.

use lsp_types::Uri;
use serde::Deserialize;
use serde_json::Value;

use crate::places::path_of;
use crate::workspace::Workspace;

/// Of which project: the one of a file, or the first.
#[derive(Deserialize)]
pub(crate) struct Params {
    uri: Option<Uri>,
}

pub(crate) fn answer(workspace: &Workspace, params: &Params) -> Value {
    let path = params.uri.as_ref().and_then(path_of).unwrap_or_default();
    workspace.session(&path).map(|session| session.status()).unwrap_or_default()
}
