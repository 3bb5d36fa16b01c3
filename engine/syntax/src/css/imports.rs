//! `@import` rules, taken out of the sheet.

use lightningcss::printer::PrinterOptions;
use lightningcss::rules::CssRule;
use lightningcss::rules::import::ImportRule;
use lightningcss::traits::ToCss;
use nexxo_base::module::{ImportKind, RecordIdx};

use super::push_url;
use super::records::Records;

/// One `@import` rule.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct CssImportRule {
    /// What is imported.
    pub target: ImportTarget,
    /// `layer` (without a name) or `layer(name)`.
    pub layer: Option<Option<String>>,
    /// The condition in `supports()`, as `@supports` takes it.
    pub supports: Option<String>,
    /// The media queries.
    pub media: Option<String>,
}

/// What an `@import` rule names.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum ImportTarget {
    /// A file.
    Record(RecordIdx),
    /// A URL that stays as it is; its rule must come first in the output ([`CssImportRule::print`]).
    External(String),
}

impl CssImportRule {
    /// The record, if it names a file.
    pub fn record(&self) -> Option<RecordIdx> {
        match self.target {
            ImportTarget::Record(record) => Some(record),
            ImportTarget::External(_) => None,
        }
    }

    /// See [`Self::record`].
    pub(super) fn record_mut(&mut self) -> Option<&mut RecordIdx> {
        match &mut self.target {
            ImportTarget::Record(record) => Some(record),
            ImportTarget::External(_) => None,
        }
    }

    /// The conditions under which the imported text holds, outermost first: `@media …`, `@supports …`. Its layer is
    /// within them.
    pub fn conditions(&self) -> impl Iterator<Item = String> {
        let media = self.media.as_ref().map(|media| format!("@media {media}"));
        media.into_iter().chain(self.supports.as_ref().map(|supports| format!("@supports {supports}")))
    }

    /// The whole rule again, for `url`.
    pub fn print(&self, url: &str) -> String {
        let mut out = "@import ".to_owned();
        push_url(&mut out, url, true);
        match &self.layer {
            Some(Some(name)) => out.push_str(&format!(" layer({name})")),
            Some(None) => out.push_str(" layer"),
            None => {}
        }
        if let Some(supports) = &self.supports {
            out.push_str(&format!(" supports({supports})"));
        }
        if let Some(media) = &self.media {
            out.push(' ');
            out.push_str(media);
        }
        out.push(';');
        out
    }
}

/// Takes the `@import` rules out of `rules`, and the printed `@layer` statements before them.
pub(super) fn take<'o>(
    rules: &mut Vec<CssRule<'_>>,
    records: &Records,
    options: impl Fn() -> PrinterOptions<'o>,
) -> (Vec<CssImportRule>, String) {
    let mut layers = String::new();
    let Some(last) = rules.iter().rposition(|rule| matches!(rule, CssRule::Import(_))) else {
        return (Vec::new(), layers);
    };
    let mut imports = Vec::new();
    let rest = rules.split_off(last + 1);
    for rule in std::mem::replace(rules, rest) {
        match rule {
            CssRule::Import(import) => imports.push(compile(&import, records, &options)),
            // The parser lets nothing else stand there.
            other => layers.push_str(&other.to_css_string(options()).unwrap_or_default()),
        }
    }
    (imports, layers)
}

fn compile<'o>(rule: &ImportRule<'_>, records: &Records, options: &impl Fn() -> PrinterOptions<'o>) -> CssImportRule {
    let url = &*rule.url;
    CssImportRule {
        target: records
            .get(ImportKind::CssImport, url)
            .map_or_else(|| ImportTarget::External(url.to_owned()), ImportTarget::Record),
        layer: rule.layer.as_ref().map(|name| name.as_ref().and_then(|name| name.to_css_string(options()).ok())),
        supports: rule.supports.as_ref().and_then(|condition| condition.to_css_string(options()).ok()),
        media: (!rule.media.media_queries.is_empty()).then(|| rule.media.to_css_string(options()).ok()).flatten(),
    }
}
