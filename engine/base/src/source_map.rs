//! The source map that a module's text came with: where each place of it was written by hand.

/// A source that an input map names.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct InputSource {
    /// As the map spells it, with `sourceRoot` before it.
    pub path: Box<str>,
    /// Its text, where the map brings it.
    pub content: Option<Box<str>>,
    /// Whether the map says that debuggers are to pass it over.
    pub ignored: bool,
}

/// One link of an input map. All lines and columns count from 0, columns in UTF-16 units.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct InputMapping {
    /// Line of the module's text.
    pub line: u32,
    /// Column of the module's text.
    pub column: u32,
    /// Index into [`InputMap::sources`] plus one; 0 where the text comes from no source.
    pub source: u32,
    /// Line of the source.
    pub source_line: u32,
    /// Column of the source.
    pub source_column: u32,
    /// Index into [`InputMap::names`] plus one; 0 for none.
    pub name: u32,
}

/// A source map of an input.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct InputMap {
    /// What it maps to.
    pub sources: Box<[InputSource]>,
    /// Original names.
    pub names: Box<[Box<str>]>,
    /// By line and column of the module's text.
    pub mappings: Box<[InputMapping]>,
}

impl InputMap {
    /// The mapping that a place belongs to: the last one of its line that does not start after it.
    pub fn find(&self, line: u32, column: u32) -> Option<&InputMapping> {
        let after = self.mappings.partition_point(|it| (it.line, it.column) <= (line, column));
        self.mappings[..after].last().filter(|it| it.line == line && it.source > 0)
    }
}
