//! All specifiers of a file, as links.

use lsp_types::{DocumentLink, DocumentLinkParams};
use nexxo_db::Target;
use tower_lsp::jsonrpc::Result;

use super::ask;
use crate::places::uri_of;
use crate::positions::range_of;
use crate::workspace::Workspace;

pub(crate) async fn answer(workspace: &Workspace, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
    let encoding = workspace.encoding();
    let links = ask(workspace, &params.text_document.uri, move |engine, path| {
        let (text, _) = engine.text(path)?;
        let links = engine.references(path).into_iter().filter_map(|it| match it.target {
            Target::File(file) => Some(DocumentLink {
                range: range_of(&text, it.span, encoding),
                target: Some(uri_of(&file)?),
                tooltip: None,
                data: None,
            }),
            _ => None,
        });
        Some(links.collect())
    });
    Ok(links.await.flatten())
}
