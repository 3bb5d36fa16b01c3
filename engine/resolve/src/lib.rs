//! From a specifier to a file, by Node's, TypeScript's and package.json's rules. Never reads a module's text.
