//! The incremental engine: inputs and queries over the pure crates. The only user of salsa; never parses, links or
//! renders by itself.
//!
//! The queries, each a thin function over a pure one:
//! `source` → `compile` → `interface`, `statements`, `name_facts`, `template`, `style` (projections that stop an edit
//! early) → `resolved` → `module_graph` (the only reader of per-module facts) → `linked` → `chunk_plan` →
//! `chunk_names` → `rendered_chunk` → `bundle`.
//!
//! [`Engine`] owns the database: it is where changes come in ([`Engine::edit`]) and bundles come out
//! ([`Engine::build`]). What editors show comes in by [`Engine::show`], and what they ask is answered in `editor`.

#![expect(unreachable_pub, reason = "salsa makes queries public, and then wants their keys and values to be so")]

mod asks;
mod assembly;
mod assets;
mod bundle;
mod changes;
mod class_names;
mod compile;
mod database;
mod demand;
mod dev;
mod dev_graph;
mod diagnose;
mod discover;
mod documents;
mod editor;
mod engine;
mod glob;
mod graph;
mod input_map;
mod inputs;
mod integrity;
mod journal;
mod linking;
mod manifest;
mod metafile;
mod pieces;
mod pool;
mod resolution;
mod rows;
mod runtime;
mod shortcuts;
mod source;
mod values;
mod workers;

pub use assembly::{Kept, KeptOutput, reassemble};
pub use changes::suits;
pub use database::{Database, Db};
pub use nexxo_link::{Risk, pattern_problem};

pub use dev::{DevModule, DevPlace, Outlook, PageTags, SERVER_PREFIX, encode_path, version_of};
pub use dev_graph::{DevChanges, DevGraph, DevPatch, DevRoot};

pub use documents::{Overlay, Shift};
pub use editor::{
    ChunkCode, ChunkFacts, ClassFacts, ClassItem, ClassMention, ClassPlace, ClosedCycle, Cost, Edit, Importer,
    ModuleFacts, Reference, Target, UnusedExport, Way, WayStep,
};
pub use engine::{BuildOutcome, CheckOutcome, Engine, OutputFile, OutputKind, Progress, build, check};
pub use nexxo_syntax::asset::mime_of;
pub use nexxo_syntax::css::of_browserslist;
pub use nexxo_syntax::js::Reason;
pub use pool::STACK_BYTES;
