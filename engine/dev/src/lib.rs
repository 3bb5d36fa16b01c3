//! The dev server: an app's pages and modules over HTTP, and updates of what runs over a websocket. The only user of axum;
//! never compiles or resolves anything itself.
//!
//! * [`App`]: what is served: the engine's graph of an app, and what changes in it.
//! * [`Server`]: the socket that listens, and its thread.
//! * `http`: what each URL gives. `guard`: what is refused. `files`: files as they are.
//! * `tabs`: the pages that are open, what each of them has, and what it is sent.
//! * `client/`: the browser's side, in TypeScript, which the engine compiles.

mod app;
mod client;
mod files;
mod guard;
mod http;
mod server;
mod tabs;

pub use app::{App, Ask, Job, Serving};
pub use server::{Bound, Listen, Server};
pub use tabs::News;
