//! A stylesheet, compiled alone.
//!
//! `compile` parses, lowers and prints one file. What other files decide stays open: the final URL of each `url()` is a
//! [`CssSlot`] in the text, and `@import` rules are cut out as [`CssImportRule`]s for the renderer to put the imported
//! text before this one. The URLs are cut out of the *source*, before the parser sees it, so that they are found in
//! custom properties and unknown rules too, and their spans are exact.
//!
//! A stylesheet of CSS Modules also exports names; [`js_source`] is the JavaScript side of it.

mod holes;
mod imports;
mod layers;
mod maps;
mod modules;
mod names;
mod records;
mod scan;
mod scope;
mod spared;
mod statements;
mod targets;
mod values;

pub use holes::push_url;
pub use imports::{CssImportRule, ImportTarget};
pub use modules::{CssExport, exported, js_source, type_declarations};
pub use names::{NameMention, NameRole, is_plain_name, name_mentions};
pub use targets::of_browserslist;
pub use values::{CssValues, TakenValue, ValuePiece, taken_spans};

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, RwLock};

use lightningcss::error::ErrorLocation;
use lightningcss::printer::PrinterOptions;
use lightningcss::stylesheet::{MinifyOptions, ParserFlags, ParserOptions, StyleSheet};
use lightningcss::targets::Targets;
use nexxo_base::module::{ImportKind, ImportRecord, RecordIdx};
use nexxo_base::options::{CssModulesOptions, LocalsConvention};
use nexxo_base::template::Mapping;
use nexxo_base::{LineIndex, Span, find_utf16};

use crate::asset::is_file_url;

use holes::Holes;
use scope::Prepared;
use values::Expanded;

/// How to compile a stylesheet.
#[derive(Clone, Debug, Default)]
pub struct CssOptions<'a> {
    /// Merge rules, shorten values, cut white space.
    pub minify: bool,
    /// Record mappings.
    pub source_map: bool,
    /// Browsers to lower for: `chrome100,safari15`; language levels (`es2020`) say nothing of CSS and are passed over.
    pub target: Option<&'a str>,
    /// Where it is CSS Modules: how its classes, ids and keyframes get names of their own.
    pub names: Option<&'a CssModulesOptions>,
    /// Drop what is invalid, as browsers do, and say so in [`CssCompiled::warnings`], in place of failing.
    pub recover: bool,
    /// Where it is CSS Modules: names are global where nothing else is said.
    pub global: bool,
    /// Leave comments about licences out.
    pub drop_licences: bool,
    /// What each of [`CssValues::taken`] stands for, as far as that is known.
    pub values: &'a [Option<String>],
    /// The file's path as diagnostics show it. The names of CSS Modules depend on it, and on nothing else.
    pub path: &'a str,
}

/// A compiled stylesheet.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct CssCompiled {
    /// The printed text without `@import` rules and without the URLs of the slots.
    pub text: Box<str>,
    /// Where URLs go, by offset.
    pub slots: Box<[CssSlot]>,
    /// References to other files in source order, equal ones of one kind once: `@import` rules
    /// (kind `CssImport`), URLs (kind `CssUrl`) and the files that `composes … from` names
    /// (kind `Import`, as it is the JavaScript side that imports them). URLs with a scheme, `//…` and `#…`
    /// refer to no file.
    pub records: Box<[ImportRecord]>,
    /// For each record the place of its (first) specifier, with quotes if it has them.
    pub spans: Box<[Span]>,
    /// The `@import` rules in source order.
    pub imports: Box<[CssImportRule]>,
    /// `@layer` statements that stand before the first `@import`, printed: they fix the order of layers that the
    /// imported files fill, so they go before those. Empty when there is no `@import`.
    pub layers: Box<str>,
    /// What is left of the text when all but its named layers and their conditions goes.
    pub declared: Box<str>,
    /// Whether a layer in the text has no name.
    pub has_anonymous_layers: bool,
    /// The start of each rule in the text; empty when source maps are off.
    pub mappings: Box<[Mapping]>,
    /// What a CSS Modules stylesheet exports, sorted by name.
    pub exports: Box<[CssExport]>,
    /// What was dropped; empty unless [`CssOptions::recover`].
    pub warnings: Box<[CssError]>,
}

impl CssCompiled {
    /// The text with all slots filled.
    pub fn fill(&self, mut url: impl FnMut(RecordIdx) -> String) -> String {
        let mut out = String::with_capacity(self.text.len() + self.slots.len() * 32);
        let mut copied = 0;
        for slot in &self.slots {
            let offset = slot.offset as usize;
            out.push_str(&self.text[copied..offset]);
            push_url(&mut out, &url(slot.record), slot.string);
            copied = offset;
        }
        out.push_str(&self.text[copied..]);
        out
    }
}

/// A hole in the text for a URL. The renderer writes it with [`push_url`], which puts quotes where they are needed:
/// there are none in the text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct CssSlot {
    /// Byte offset in the text before which the URL goes.
    pub offset: u32,
    /// Whose URL.
    pub record: RecordIdx,
    /// The URL must be a string in quotes (an option of `image-set()`); otherwise it stands between `url(` and `)`.
    pub string: bool,
}

/// Why a text is not a stylesheet that can be compiled.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct CssError {
    /// Where.
    pub span: Span,
    /// One sentence without a full stop.
    pub message: String,
}

/// Compiles a stylesheet.
///
/// # Errors
/// When the text has a syntax error: all that are found, by place. With [`CssOptions::recover`] only for what cannot
/// be printed (a wrong `composes`).
pub fn compile(source: &str, options: &CssOptions<'_>) -> Result<CssCompiled, Vec<CssError>> {
    let expanded = match options.names {
        Some(names) => Expanded::of(source, names.dashed_idents && !options.global, options.values)?,
        None => None,
    };
    let Some(expanded) = expanded else { return compile_text(source, options, &[]) };
    let in_source = |mut it: CssError| {
        it.span = expanded.source_span(it.span);
        it
    };
    let files: Vec<String> = expanded.files.iter().map(|(_, specifier)| specifier.clone()).collect();
    let mut out = compile_text(&expanded.text, options, &files)
        .map_err(|errors| errors.into_iter().map(in_source).collect::<Vec<_>>())?;
    out.warnings = std::mem::take(&mut out.warnings).into_iter().map(in_source).collect();
    let named = expanded.files.iter().filter(|(_, specifier)| is_file_url(specifier)).map(|(span, _)| Some(*span));
    for (span, named) in out.spans.iter_mut().zip(named.chain(std::iter::repeat(None))) {
        *span = named.unwrap_or_else(|| expanded.source_span(*span));
    }
    if !out.mappings.is_empty() {
        let lines = LineIndex::new(source);
        let text_lines = LineIndex::new(&expanded.text);
        for mapping in &mut out.mappings {
            let start = text_lines.line_start(mapping.line);
            let at = start + find_utf16(&expanded.text[start as usize..], 0, mapping.column as usize).1 as u32;
            let place = lines.position(source, expanded.source_offset(at).0);
            (mapping.line, mapping.column) = (place.line, place.column);
        }
    }
    let convention = options.names.map_or(LocalsConvention::AsIs, |it| it.convention);
    let mut exports = std::mem::take(&mut out.exports).into_vec();
    modules::add_values(&mut exports, expanded.given, convention);
    out.exports = exports.into();
    Ok(out)
}

/// Compiles a text without values. `files` are imported first, for those.
fn compile_text(source: &str, options: &CssOptions<'_>, files: &[String]) -> Result<CssCompiled, Vec<CssError>> {
    let scan = scan::scan(source);
    if let Some((span, message)) = scan.refused {
        return Err(vec![CssError { span, message: message.into() }]);
    }
    let mut prepared = match options.names {
        Some(names) => scope::prepare(
            source,
            scope::Scoping {
                global: options.global,
                pure: names.pure && !options.global,
                animation: names.animation && !options.global,
                scoped: &|name| modules::scoped(name, options.path, names),
            },
        ),
        None => Prepared::default(),
    };
    if !prepared.errors.is_empty() {
        return Err(prepared.errors);
    }
    let around = options.names.map_or_else(Default::default, |names| modules::around(options.path, names));
    let legal = scan.legal.iter().filter(|_| !options.drop_licences);
    // It may come to stand in a page.
    let legal = legal.map(|it| source[it.start as usize..it.end as usize].replace("</style", "<\\/style")).collect();
    let holes = Holes::new(source, scan, std::mem::take(&mut prepared.changes), files, around);
    // The parser is younger than most and panics on some texts that no browser would read either. That is the text's
    // error, to be shown at the file, not the end of the build. Nothing it touched is used afterwards.
    catch_unwind(AssertUnwindSafe(|| {
        let targets = targets::parse(options.target);
        Compiler { options, holes: &holes, prepared: &prepared, files, legal, targets }.compile()
    }))
    .unwrap_or_else(|_| {
        let message = "The stylesheet cannot be parsed: the parser failed on it".into();
        Err(vec![CssError { span: Span::new(0, 0), message }])
    })
}

/// A token in a page's own styles that names a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileUrl {
    /// Its place: of a `url()`, or of a string that may be one as well.
    pub token: Span,
    /// The URL.
    pub url: String,
    /// Whether it is what an `@import` names.
    pub is_import: bool,
}

/// What a stylesheet or a `style` attribute that stays where it is names of files.
pub fn file_urls(text: &str) -> Vec<FileUrl> {
    let is_file = |it: &scan::Reference| it.role != scan::Role::Composes && is_file_url(&it.url);
    let found = scan::scan(text).references.into_iter().filter(is_file);
    found.map(|it| FileUrl { token: it.token, is_import: it.role == scan::Role::Import, url: it.url }).collect()
}

struct Compiler<'a> {
    options: &'a CssOptions<'a>,
    holes: &'a Holes<'a>,
    prepared: &'a Prepared,
    files: &'a [String],
    /// Comments about licences, which are kept ahead of the rules.
    legal: Vec<String>,
    targets: Targets,
}

impl<'a> Compiler<'a> {
    fn compile(&self) -> Result<CssCompiled, Vec<CssError>> {
        let (mut sheet, warnings) = self.parse()?;
        sheet.license_comments = self.legal.iter().map(|it| it.as_str().into()).collect();
        spared::keep_old_names(&mut sheet.rules.0);
        let (mut imports, layers) = imports::take(&mut sheet.rules.0, &self.holes.records, || self.printer_options());
        let mut of_empty_rules = Vec::new();
        if self.options.minify || self.targets.browsers.is_some() {
            // What has no declarations is not printed then, and its names are told all the same.
            if self.options.names.is_some() && !self.options.global {
                of_empty_rules = modules::names_of_empty_rules(&mut sheet.rules.0);
            }
            let options = MinifyOptions { targets: self.targets, ..MinifyOptions::default() };
            spared::mark(&mut sheet.rules.0);
            sheet.minify(options).map_err(|error| vec![self.error(&error.kind, error.loc.as_ref())])?;
            spared::unmark(&mut sheet.rules.0);
        }
        let (declared, has_anonymous_layers) = layers::declared(&sheet.rules.0, &|| self.printer_options());
        let printed =
            sheet.to_css(self.printer_options()).map_err(|error| vec![self.error(&error.kind, error.loc.as_ref())])?;
        let mut exports = match (self.options.names, printed.exports) {
            (Some(names), Some(mut all)) => {
                for name in of_empty_rules {
                    let scoped = modules::scoped(&name, self.options.path, names);
                    all.entry(name).or_insert_with(|| modules::export_of(scoped));
                }
                all.retain(|name, _| !self.holes.is_placeholder(name));
                if self.options.global {
                    // The printer tells names of lists all the same.
                    all.retain(|_, it| printed.code.contains(&holes::as_name(&it.name)));
                }
                let unknown = scope::unknown(&self.prepared.composed, |name| all.contains_key(name));
                if !unknown.is_empty() {
                    return Err(unknown);
                }
                let mut exports = modules::exports(&all, &self.holes.records, names.convention);
                let scoped = |name: &String| (name.clone(), modules::scoped(name, self.options.path, names));
                modules::add_values(&mut exports, self.prepared.locals.iter().map(scoped), names.convention);
                if names.export_globals {
                    let globals = self.prepared.globals.iter().map(|name| (name.clone(), name.clone()));
                    modules::add_values(&mut exports, globals, names.convention);
                }
                exports
            }
            _ => Vec::new(),
        };
        let mut mappings = if self.options.source_map {
            maps::mappings(&sheet, &printed.code, self.holes, &self.parser_options(), || self.printer_options())
        } else {
            Vec::new()
        };
        let (text, mut slots) = self.holes.cut(&printed.code, &mut mappings);

        let files = self.files.iter().filter_map(|it| self.holes.records.get(ImportKind::Import, it));
        let mut kept = self.holes.records.keep(
            (files.chain(slots.iter().map(|slot| slot.record)))
                .chain(imports.iter().filter_map(CssImportRule::record))
                .chain(exports.iter().flat_map(|export| export.composes.iter().map(|(record, _)| *record))),
        );
        slots.iter_mut().for_each(|slot| kept.renumber(&mut slot.record));
        imports.iter_mut().filter_map(CssImportRule::record_mut).for_each(|record| kept.renumber(record));
        exports.iter_mut().flat_map(|export| &mut export.composes).for_each(|(record, _)| kept.renumber(record));
        Ok(CssCompiled {
            text: text.into(),
            slots: slots.into(),
            records: std::mem::take(&mut kept.records).into(),
            spans: std::mem::take(&mut kept.spans).into(),
            imports: imports.into(),
            layers: layers.into(),
            declared: declared.into(),
            has_anonymous_layers,
            mappings: mappings.into(),
            exports: exports.into(),
            warnings: warnings.into(),
        })
    }

    /// The parsed sheet, and what was dropped from it.
    fn parse(&self) -> Result<(StyleSheet<'a>, Vec<CssError>), Vec<CssError>> {
        let first = match StyleSheet::parse(self.holes.text(), self.parser_options()) {
            Ok(sheet) => return Ok((sheet, Vec::new())),
            Err(error) => self.error(&error.kind, error.loc.as_ref()),
        };
        // The strict parser stops at the first error; a second run that does not finds all.
        let errors = Arc::new(RwLock::new(Vec::new()));
        let options =
            ParserOptions { error_recovery: true, warnings: Some(Arc::clone(&errors)), ..self.parser_options() };
        let sheet = StyleSheet::parse(self.holes.text(), options);
        let mut all: Vec<CssError> = match errors.read() {
            Ok(errors) => errors.iter().map(|error| self.error(&error.kind, error.loc.as_ref())).collect(),
            Err(_) => Vec::new(),
        };
        if all.is_empty() {
            all.push(first);
        }
        all.sort();
        all.dedup();
        match sheet {
            Ok(sheet) if self.options.recover => Ok((sheet, all)),
            _ => Err(all),
        }
    }

    fn parser_options(&self) -> ParserOptions<'a> {
        ParserOptions {
            filename: "module.css".into(),
            css_modules: self.options.names.map(|names| modules::config(self.options.path, names, self.options.global)),
            flags: ParserFlags::DEEP_SELECTOR_COMBINATOR | ParserFlags::SCROLL_NAVIGATION_CONTROLS,
            ..ParserOptions::default()
        }
    }

    fn printer_options<'o>(&self) -> PrinterOptions<'o> {
        PrinterOptions { minify: self.options.minify, targets: self.targets, ..PrinterOptions::default() }
    }

    fn error(&self, kind: &dyn std::fmt::Display, location: Option<&ErrorLocation>) -> CssError {
        let span = location.map_or_else(Span::default, |at| self.holes.token_at(at.line, at.column));
        CssError { span, message: self.holes.without_placeholders(&kind.to_string()) }
    }
}

#[cfg(test)]
mod tests;
