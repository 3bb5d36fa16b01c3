//! Why a file is in the bundle.

use lsp_types::Uri;
use serde_json::{Value, json};
use tower_lsp::jsonrpc::Result;

use super::{ask, location};
use crate::workspace::Workspace;

pub(crate) async fn answer(workspace: &Workspace, uri: &Uri) -> Result<Value> {
    let encoding = workspace.encoding();
    let ways = ask(workspace, uri, move |engine, path| {
        let ways = engine.ways_to(path).into_iter().map(|way| {
            let steps = way.steps.iter().map(|step| {
                json!({
                    "file": step.shown,
                    "specifier": step.specifier,
                    "kind": step.kind,
                    "location": location(engine, &step.path, step.span, encoding),
                })
            });
            json!({ "entry": way.entry, "steps": steps.collect::<Vec<_>>() })
        });
        Value::Array(ways.collect())
    });
    Ok(ways.await.unwrap_or_default())
}
