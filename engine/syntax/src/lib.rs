//! From one file's text to a compiled module. Never looks at another file.

pub mod asset;
pub mod css;
pub mod html;
pub mod js;
pub mod json;
pub mod source_map;
