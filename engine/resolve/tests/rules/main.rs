//! Every rule of resolution on a small tree in memory.

mod disk;
mod failures;
mod packages;
mod project;
mod shortcuts;
mod support;
mod tsconfigs;
mod urls;
