//! The code that a file becomes.

use lsp_types::Uri;
use serde_json::{Value, json};
use tower_lsp::jsonrpc::Result;

use super::ask;
use crate::workspace::Workspace;

/// The scheme of documents that show what a file becomes; the rest of their URI is that of the file.
const SCHEME: &str = "nexxo-code:";

pub(crate) async fn answer(workspace: &Workspace, uri: &Uri) -> Result<Value> {
    let file = match uri.as_str().strip_prefix(SCHEME) {
        Some(path) => format!("file:{path}").parse().unwrap_or_else(|_| uri.clone()),
        None => uri.clone(),
    };
    let code = ask(workspace, &file, |engine, path| engine.code_of(path)).await.flatten();
    Ok(match code {
        Some(code) => json!({ "chunk": code.chunk, "text": code.part.unwrap_or(code.code) }),
        None => json!({ "text": "// nothing of this file is in the bundle\n" }),
    })
}

/// The same as the protocol has it: the content of a document whose scheme is the server's.
pub(crate) async fn content(workspace: &Workspace, uri: &Uri) -> Result<Value> {
    let code = answer(workspace, uri).await?;
    Ok(json!({ "text": code["text"] }))
}
