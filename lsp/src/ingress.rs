//! What arrives, in the order in which it arrives.
//!
//! Handlers run beside each other, so two edits could change places there. Here every notification about texts is applied
//! before the next message is looked at, and each question is put to the engine's queue behind the edits before it.

use std::sync::Arc;
use std::task::{Context, Poll};

use serde::de::DeserializeOwned;
use tower::Service;
use tower_lsp::jsonrpc::Request;

use crate::workspace::{Change, Workspace};

/// A layer over the protocol's service.
pub(crate) struct Ingress<S> {
    inner: S,
    workspace: Arc<Workspace>,
}

impl<S> Ingress<S> {
    pub(crate) fn new(inner: S, workspace: Arc<Workspace>) -> Self {
        Self { inner, workspace }
    }
}

impl<S: Service<Request>> Service<Request> for Ingress<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    /// Always ready: what comes before its time is refused, and never waits.
    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        if request.id().is_none()
            && let Some(change) = change(&request)
        {
            self.workspace.apply(change);
        }
        self.inner.call(request)
    }
}

/// The change of documents that a notification tells of; nothing for others, and for those that make no sense.
fn change(request: &Request) -> Option<Change> {
    fn read<P: DeserializeOwned>(request: &Request) -> Option<P> {
        serde_json::from_value(request.params()?.clone()).ok()
    }
    match request.method() {
        "textDocument/didOpen" => read(request).map(Change::Open),
        "textDocument/didChange" => read(request).map(Change::Edit),
        "textDocument/didSave" => read(request).map(Change::Save),
        "textDocument/didClose" => read(request).map(Change::Close),
        "workspace/didChangeWatchedFiles" => read(request).map(Change::Watched),
        _ => None,
    }
}
