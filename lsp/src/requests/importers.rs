//! Who else leads to the file that a specifier leads to, or uses a class.

use lsp_types::{Location, ReferenceParams};
use nexxo_db::Target;
use tower_lsp::jsonrpc::Result;

use super::{ask, class_at, location, reference_at};
use crate::workspace::Workspace;

pub(crate) async fn answer(workspace: &Workspace, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
    let at = params.text_document_position;
    let encoding = workspace.encoding();
    let with_definitions = params.context.include_declaration;
    let found = ask(workspace, &at.text_document.uri, move |engine, path| {
        if let Some(class) = class_at(engine, path, at.position, encoding) {
            let all = engine.class_mentions(&class).into_iter().filter(|it| with_definitions || !it.is_definition);
            return Some(all.filter_map(|it| location(engine, &it.path, it.span, encoding)).collect());
        }
        let Target::File(file) = reference_at(engine, path, at.position, encoding)?.target else { return None };
        let importers = engine.importers(&file).into_iter();
        Some(importers.filter_map(|it| location(engine, &it.path, it.span, encoding)).collect())
    });
    Ok(found.await.flatten())
}
