//! From templates and a plan to the bytes of chunks and their source maps. Never decides what lives.
