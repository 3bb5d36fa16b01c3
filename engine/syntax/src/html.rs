//! A page as an entry.
//!
//! `compile` finds what the page refers to and says which bytes of it are to change; [`HtmlCompiled::render`] prints it
//! again with final URLs. All other bytes stay as they are: there is no tree, and nothing is put in order.
//!
//! Module scripts and stylesheets are taken out of the page, as they become part of the bundle; the tags of the bundle
//! go to the end of the head. Classic scripts stay, as a bundle of modules would not run as they do.

mod attributes;
mod edits;
mod parse;
mod srcset;

pub use edits::PageOutput;

use nexxo_base::Span;
use nexxo_base::module::{ImportRecord, RecordIdx};

use edits::Edit;

/// A compiled page.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct HtmlCompiled {
    /// References to other files in source order: `HtmlScript` (`?html-inline=N` for the inline script N),
    /// `HtmlStyle` and `HtmlAsset`. Assets are there once, scripts and styles as often as they are in the page.
    pub records: Box<[ImportRecord]>,
    /// For each record the place of its attribute's value, or of the inline script's text.
    pub spans: Box<[Span]>,
    /// Inline module scripts.
    pub inline_scripts: Box<[InlineScript]>,
    /// Whether there are module scripts and all are `async`, so that the bundle's may be.
    pub all_async: bool,
    /// What cannot be bundled and stays as it is.
    pub warnings: Box<[HtmlWarning]>,
    /// Where the bundle's tags go.
    insert_at: u32,
    /// What changes, by place, without overlaps.
    edits: Box<[Edit]>,
}

/// The text of a `<script type="module">`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct InlineScript {
    /// Its record, whose specifier is `?html-inline=N` with its place N in the list.
    pub record: RecordIdx,
    /// Where the text stands in the page.
    pub span: Span,
    /// The text, with `%NAME%` replaced as in the rest of the page. As long as nothing is replaced it is the same as
    /// the page's, and mappings into it can be moved by the start of `span`.
    pub text: Box<str>,
}

/// Something in a page that stays as it is though it may not work.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct HtmlWarning {
    /// Where.
    pub span: Span,
    /// The URL that it is about. A file in the public folder is no reason to warn, which the caller knows.
    pub url: String,
    /// One sentence without a full stop.
    pub message: String,
}

/// Compiles a page. `env` gives what stands for `%NAME%` in it.
///
/// Any text is a page, so there are no errors.
pub fn compile(source: &str, env: &dyn Fn(&str) -> Option<String>) -> HtmlCompiled {
    parse::parse(source, env)
}

#[cfg(test)]
mod tests;
