//! Fifth step of the flow: from templates, a plan and names to the bytes of chunks and their source maps. Never decides
//! what lives or what anything is called, and never touches a file.
//!
//! * [`script`]: one chunk's JavaScript: imports, modules in order, exports.
//! * [`piece`]: what each module comes to in it, which is kept.
//! * [`cores`]: what is done of it on several cores.
//! * [`dev`]: one module alone, for the registry of the dev server.
//! * [`fill`]: one template's live statements with their slots filled.
//! * [`cascade`]: what style sheets come to with all that they import.
//! * [`style`]: a file of style sheets.
//! * [`map`]: source maps, encoded.
//! * [`seams`]: how a chunk was put together, and another piece in the place of one.
//! * [`naming`]: file names from patterns, and the hashes in them.

pub mod cascade;
pub mod cores;
pub mod dev;
pub mod fill;
mod literal;
pub mod map;
pub mod naming;
mod output;
pub mod piece;
pub mod script;
pub mod seams;
pub mod style;

pub use cores::{Cores, Spread};
pub use dev::{DevCode, DevInput, DevTarget, Shortcuts, is_eager, render_broken, render_dev};
pub use map::{MapSeams, MapShape, MapSource, encode_map, join_map};
pub use naming::{FileNames, HASH_LENGTH, Pattern, final_hashes, own_hash, with_hashes};
pub use output::{OutMapping, Reference};
pub use piece::{Links, Piece, Placed};
pub use script::{RenderInput, RenderedChunk, render_chunk};
pub use seams::{Seams, Substitute};
pub use style::{StyleInput, StyleText, further_suffix, render_style, url_suffix};
