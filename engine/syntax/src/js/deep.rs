//! A second pass over the code of a finished chunk: what only shows once its modules stand side by side.

use nexxo_base::LineIndex;
use nexxo_base::options::{CompileOptions, OutputFormat};
use oxc::allocator::Allocator;
use oxc::ast::ast::{BindingPattern, CatchParameter};
use oxc::ast_visit::Visit;
use oxc::codegen::{Codegen, CodegenOptions, CommentOptions, LegalComment};
use oxc::minifier::{MangleOptions, Minifier, MinifierOptions};
use oxc::parser::{ParseOptions, Parser};
use oxc::span::SourceType;

use super::split::locate_tokens;
use super::transform::compress_options;

/// A chunk's code after the second pass.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Deep {
    /// The text.
    pub code: String,
    /// Where tokens of the text were before: byte offsets, in the order of the new ones. Empty without source maps.
    pub moved: Vec<(u32, u32)>,
}

/// Compresses a chunk's code as a whole and names everything in it anew. `None` when it cannot be parsed.
pub(super) fn minify_in(arena: &Allocator, code: &str, format: OutputFormat, options: &CompileOptions) -> Option<Deep> {
    let source_type = match format {
        OutputFormat::Esm => SourceType::mjs(),
        OutputFormat::Cjs => SourceType::cjs(),
        OutputFormat::Iife | OutputFormat::Umd => SourceType::script(),
    };
    let parse_options = ParseOptions { preserve_parens: false, ..ParseOptions::default() };
    let parsed = Parser::new(arena, code, source_type).with_options(parse_options).parse();
    if parsed.panicked || !parsed.diagnostics.is_empty() {
        return None;
    }
    let mut program = parsed.program;
    let mut patterns = CatchPatterns { found: false };
    if code.contains("catch") {
        patterns.visit_program(&program);
    }
    // What a default of such a pattern names, oxc's mangler takes for free to be the name of the pattern's own variables.
    // The names that everything has are short ones already.
    let mangles = options.minify.identifiers && !patterns.found;
    let minifier = Minifier::new(MinifierOptions {
        mangle: mangles.then(MangleOptions::default),
        mangle_properties: None,
        compress: Some(compress_options(options)),
    });
    let done = minifier.minify(arena, &mut program);
    let comments = CommentOptions { normal: false, jsdoc: false, annotation: false, legal: LegalComment::None };
    let printed = Codegen::new()
        .with_options(CodegenOptions {
            minify: options.minify.whitespace,
            comments,
            source_map_path: options.source_map.then(|| "chunk.js".into()),
            ..CodegenOptions::default()
        })
        .with_scoping(done.scoping)
        .with_private_member_mappings(done.class_private_mappings)
        .build(&program);
    let places = Places::new(code);
    let tokens = locate_tokens(&printed, &mut Vec::new());
    let moved = tokens.iter().map(|token| (token.at as u32, places.offset(token.line, token.column))).collect();
    Some(Deep { code: printed.code, moved })
}

/// Whether a `catch` takes its error apart.
struct CatchPatterns {
    found: bool,
}

impl<'a> Visit<'a> for CatchPatterns {
    fn visit_catch_parameter(&mut self, it: &CatchParameter<'a>) {
        self.found |= !matches!(it.pattern, BindingPattern::BindingIdentifier(_));
    }
}

/// Byte offsets of lines and UTF-16 columns.
struct Places {
    lines: LineIndex,
    /// By UTF-16 unit of the text, where some of its characters are longer than a byte.
    bytes: Vec<u32>,
    /// UTF-16 units before each line, likewise.
    units: Vec<u32>,
}

impl Places {
    fn new(text: &str) -> Self {
        let lines = LineIndex::new(text);
        let (mut bytes, mut units) = (Vec::new(), Vec::new());
        if !text.is_ascii() {
            units.push(0);
            for (at, c) in text.char_indices() {
                bytes.extend(std::iter::repeat_n(at as u32, c.len_utf16()));
                if c == '\n' {
                    units.push(bytes.len() as u32);
                }
            }
        }
        Self { lines, bytes, units }
    }

    fn offset(&self, line: u32, column: u32) -> u32 {
        match self.units.get(line as usize) {
            Some(before) => self.bytes.get((before + column) as usize).copied().unwrap_or_default(),
            None => self.lines.line_start(line) + column,
        }
    }
}
