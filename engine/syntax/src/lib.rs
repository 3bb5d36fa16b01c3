//! From one file's text to a compiled module. Never looks at another file.
