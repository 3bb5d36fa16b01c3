//! Tests of the linker over graphs written as text.

mod binding;
mod chunking;
mod cycles;
mod dsl;
mod naming;
mod random;
mod shaking;
mod show;
mod valid;
mod wrapping;
