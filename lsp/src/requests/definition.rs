//! Where a specifier leads.

use lsp_types::{GotoDefinitionParams, GotoDefinitionResponse};
use nexxo_db::Target;
use tower_lsp::jsonrpc::Result;

use super::{ask, reference_at, start_of};
use crate::workspace::Workspace;

pub(crate) async fn answer(
    workspace: &Workspace,
    params: GotoDefinitionParams,
) -> Result<Option<GotoDefinitionResponse>> {
    let at = params.text_document_position_params;
    let encoding = workspace.encoding();
    let found = ask(workspace, &at.text_document.uri, move |engine, path| {
        match reference_at(engine, path, at.position, encoding)?.target {
            Target::File(file) => start_of(&file).map(GotoDefinitionResponse::Scalar),
            Target::Files(files) => Some(GotoDefinitionResponse::Array(files.iter().filter_map(start_of).collect())),
            Target::External(_) | Target::Made | Target::Disabled | Target::Missing(_) => None,
        }
    });
    Ok(found.await.flatten())
}
