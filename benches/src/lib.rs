//! Comparison with other tools, and counts of what the engine does.
