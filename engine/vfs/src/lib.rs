//! The world outside: files and folders behind one trait, on disk or in memory. Never parses, never resolves.
