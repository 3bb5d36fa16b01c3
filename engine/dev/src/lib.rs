//! The dev server: an app's pages and modules over HTTP, and updates of what runs over a websocket. The only user of axum;
//! never compiles or resolves anything itself.
//!
//! * [`App`]: what is served: the engine's graph of an app, and what changes in it.
//! * [`Server`]: the socket that listens, and its thread. [`preview`]: the same for what a build wrote.
//! * `front`: what all requests go through. `guard`: what is refused. `cors`: what other origins may read. `proxy`: what other
//!   servers answer.
//! * `http`: what each URL of an app gives. `preview`: the same for a folder. `files`: files as they are.
//! * `reply`: answers, whole, in part or not at all. `encode`: smaller ones.
//! * `tabs`: the pages that are open, what each of them has, and what it is sent.
//! * `trace`: where what goes wrong in a page was written.
//! * `client/`: the browser's side, in TypeScript, which the engine compiles.

mod app;
mod client;
mod cors;
mod encode;
mod files;
mod front;
mod guard;
mod http;
mod preview;
mod proxy;
mod reply;
mod server;
mod tabs;
mod trace;

pub use app::{App, Ask, Forward, Job, Serving};
pub use cors::{Cors, Origins};
pub use encode::Encoding;
pub use front::{Rules, header_problem};
pub use preview::Folder;
pub use proxy::{ProxyRule, proxy_problem};
pub use server::{Bound, Listen, Server, preview};
pub use tabs::News;
