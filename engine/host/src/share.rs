//! One engine for a workspace, whoever started it: how others find it, and what they may ask of it.
//!
//! The process whose engine is shared holds a lock in a folder of the workspace's ([`Place`]) and listens on a socket there; its
//! token and version are in a file beside it that only the user can read. Others are *sessions* ([`Session`]): their unsaved
//! texts count as long as they are there, and are gone with them, be it because their process died.

mod place;
mod protocol;
mod server;
mod session;

pub use place::Place;
pub use protocol::{Page, Shown, Status};
pub use server::{Serve, Server};
pub use session::{Refusal, Session};

#[cfg(test)]
mod tests;
