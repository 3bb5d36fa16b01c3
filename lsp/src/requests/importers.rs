//! Who else leads to the file that a specifier leads to.

use lsp_types::{Location, ReferenceParams};
use nexxo_db::Target;
use tower_lsp::jsonrpc::Result;

use super::{ask, location, reference_at};
use crate::workspace::Workspace;

pub(crate) async fn answer(workspace: &Workspace, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
    let at = params.text_document_position;
    let encoding = workspace.encoding();
    let found = ask(workspace, &at.text_document.uri, move |engine, path| {
        let Target::File(file) = reference_at(engine, path, at.position, encoding)?.target else { return None };
        let importers = engine.importers(&file).into_iter();
        Some(importers.filter_map(|it| location(engine, &it.path, it.span, encoding)).collect())
    });
    Ok(found.await.flatten())
}
