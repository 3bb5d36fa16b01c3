//! Where a specifier leads, and where a class is.

use lsp_types::{GotoDefinitionParams, GotoDefinitionResponse};
use nexxo_db::Target;
use tower_lsp::jsonrpc::Result;

use super::{ask, class_at, location, reference_at, start_of};
use crate::workspace::Workspace;

pub(crate) async fn answer(
    workspace: &Workspace,
    params: GotoDefinitionParams,
) -> Result<Option<GotoDefinitionResponse>> {
    let at = params.text_document_position_params;
    let encoding = workspace.encoding();
    let found = ask(workspace, &at.text_document.uri, move |engine, path| {
        if let Some(class) = class_at(engine, path, at.position, encoding) {
            let all = engine.class_mentions(&class).into_iter().filter(|it| it.is_definition);
            let places: Vec<_> = all.filter_map(|it| location(engine, &it.path, it.span, encoding)).collect();
            return Some(match places.is_empty() {
                true => GotoDefinitionResponse::Scalar(start_of(&class.sheet)?),
                false => GotoDefinitionResponse::Array(places),
            });
        }
        match reference_at(engine, path, at.position, encoding)?.target {
            Target::File(file) => start_of(&file).map(GotoDefinitionResponse::Scalar),
            Target::Files(files) => {
                Some(GotoDefinitionResponse::Array(files.iter().filter_map(|file| start_of(file)).collect()))
            }
            Target::External(_) | Target::Made | Target::Disabled | Target::Missing(_) => None,
        }
    });
    Ok(found.await.flatten())
}
