//! The incremental engine: inputs and queries over the pure crates. The only user of salsa.
