//! What changes in a page, and the page with the changes made.

use nexxo_base::module::RecordIdx;
use nexxo_base::{Name, Span};

use super::HtmlCompiled;
use crate::css;

/// What a bundle says of one of its pages.
pub struct PageOutput<'a> {
    /// The text of an import map that comes before all scripts.
    pub import_map: Option<&'a str>,
    /// The hash by which a browser checks what is at a URL of `scripts`, `preloads`, `styles` or `links`.
    pub integrity: &'a dyn Fn(&str) -> Option<&'a str>,
    /// URLs of the entry chunks, in order of running.
    pub scripts: &'a [String],
    /// URLs of chunks that these need at once.
    pub preloads: &'a [String],
    /// URLs of stylesheets.
    pub styles: &'a [String],
    /// URLs of those that an `HtmlStyle` stands for where it is, with the media of the link.
    pub links: &'a dyn Fn(RecordIdx) -> Vec<(String, Option<Name>)>,
    /// The URL of an `HtmlAsset`.
    pub asset_url: &'a dyn Fn(RecordIdx) -> String,
    /// The URL of an `HtmlScript` or `HtmlStyle` that is not bundled (it is external, or in the public folder), whose
    /// tag then stays where it is.
    pub kept_url: &'a dyn Fn(RecordIdx) -> Option<String>,
}

/// A change of one range of the page.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Edit {
    pub(super) span: Span,
    pub(super) change: Change,
}

/// What becomes of a range.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) enum Change {
    /// Other text.
    Text(Box<str>),
    /// An attribute's value, quotes included, made of these parts.
    Attribute(Box<[Part]>),
    /// A `url()` in a `<style>` element.
    CssUrl(RecordIdx),
    /// The whole element of a script or stylesheet (with its line, if it is alone there) goes away, unless it is not
    /// bundled: then only its attribute at `value` changes.
    Element { record: RecordIdx, value: Option<Span> },
}

/// A part of an attribute's value.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) enum Part {
    /// As it is, without entities.
    Text(Box<str>),
    /// A URL.
    Url(RecordIdx),
    /// A URL in a `srcset`, which may not have spaces or end in a comma.
    SrcSetUrl(RecordIdx),
    /// `url(…)` in a `style` attribute.
    CssUrl(RecordIdx),
}

impl HtmlCompiled {
    /// The page again, with final URLs and the bundle's tags. `source` is the text that was compiled.
    pub fn render(&self, source: &str, page: &PageOutput<'_>) -> String {
        let mut out = String::with_capacity(source.len() + 512);
        let insert_at = self.insert_at as usize;
        let mut inserted = false;
        let mut copied = 0;
        for Edit { span, change } in &self.edits {
            let (start, end) = (span.start as usize, span.end as usize);
            if !inserted && insert_at <= start {
                copy(&mut out, source, copied..insert_at);
                self.push_tags(&mut out, source, page);
                (inserted, copied) = (true, insert_at);
            }
            copy(&mut out, source, copied..start);
            copied = end;
            match change {
                Change::Text(text) => out.push_str(text),
                Change::Attribute(parts) => push_attribute(&mut out, parts, page),
                Change::CssUrl(record) => push_css_url(&mut out, &(page.asset_url)(*record)),
                Change::Element { record, value } => {
                    if let Some(url) = (page.kept_url)(*record) {
                        let value = value.map_or(end..end, |span| span.start as usize..span.end as usize);
                        copy(&mut out, source, start..value.start);
                        if !value.is_empty() {
                            push_quoted(&mut out, &url);
                        }
                        copy(&mut out, source, value.end..end);
                    } else {
                        push_links(&mut out, &source[start..end], &(page.links)(*record), page);
                    }
                }
            }
        }
        if !inserted {
            copy(&mut out, source, copied..insert_at);
            self.push_tags(&mut out, source, page);
            copied = insert_at;
        }
        copy(&mut out, source, copied..source.len());
        out
    }

    /// The bundle's tags, each on a line of its own if the place is at the start of a line.
    fn push_tags(&self, out: &mut String, source: &str, page: &PageOutput<'_>) {
        let at = self.insert_at as usize;
        let (before, after) = (source.get(..at).unwrap_or_default(), source.get(at..).unwrap_or_default());
        let own_lines = before.ends_with(['\n', '\r']) && !after.is_empty();
        let mut indent = String::new();
        if own_lines {
            indent = after.chars().take_while(|c| matches!(c, ' ' | '\t')).collect();
            if after[indent.len()..].starts_with("</") {
                indent.push_str(if indent.contains('\t') { "\t" } else { "  " });
            }
        }
        let line_end = match (own_lines, before.ends_with("\r\n")) {
            (true, true) => "\r\n",
            (true, false) => "\n",
            _ => "",
        };
        let script = if self.all_async { "<script type=\"module\" async crossorigin src=" } else { SCRIPT };
        let lists = [
            (page.scripts, script, "></script>"),
            (page.preloads, "<link rel=\"modulepreload\" crossorigin href=", ">"),
            (page.styles, STYLE, ">"),
        ];
        if let Some(map) = page.import_map {
            for part in [&indent, "<script type=\"importmap\">", map, "</script>", line_end] {
                out.push_str(part);
            }
        }
        for (urls, open, close) in lists {
            for url in urls {
                out.push_str(&indent);
                out.push_str(open);
                push_quoted(out, url);
                push_integrity(out, url, page);
                out.push_str(close);
                out.push_str(line_end);
            }
        }
    }
}

const STYLE: &str = "<link rel=\"stylesheet\" crossorigin href=";
const SCRIPT: &str = "<script type=\"module\" crossorigin src=";

fn copy(out: &mut String, source: &str, range: std::ops::Range<usize>) {
    out.push_str(source.get(range).unwrap_or_default());
}

/// Appends links in place of `element`, which may be a whole line.
fn push_links(out: &mut String, element: &str, links: &[(String, Option<Name>)], page: &PageOutput<'_>) {
    let indent = &element[..element.len() - element.trim_start_matches([' ', '\t']).len()];
    let line_end = &element[element.trim_end_matches(['\r', '\n']).len()..];
    for (url, media) in links {
        out.push_str(indent);
        out.push_str(STYLE);
        push_quoted(out, url);
        push_integrity(out, url, page);
        if let Some(media) = media {
            out.push_str(" media=");
            push_quoted(out, media);
        }
        out.push('>');
        out.push_str(line_end);
    }
}

fn push_integrity(out: &mut String, url: &str, page: &PageOutput<'_>) {
    if let Some(hash) = (page.integrity)(url) {
        out.push_str(" integrity=");
        push_quoted(out, hash);
    }
}

fn push_attribute(out: &mut String, parts: &[Part], page: &PageOutput<'_>) {
    let mut value = String::new();
    for part in parts {
        match part {
            Part::Text(text) => value.push_str(text),
            Part::Url(record) => value.push_str(&(page.asset_url)(*record)),
            Part::SrcSetUrl(record) => {
                let url = (page.asset_url)(*record).replace(char::is_whitespace, "%20");
                let body = url.trim_end_matches(',');
                value.push_str(body);
                value.push_str(&"%2C".repeat(url.len() - body.len()));
            }
            Part::CssUrl(record) => push_css_url(&mut value, &(page.asset_url)(*record)),
        }
    }
    push_quoted(out, &value);
}

fn push_css_url(out: &mut String, url: &str) {
    out.push_str("url(");
    css::push_url(out, url, false);
    out.push(')');
}

/// Appends an attribute's value in double quotes.
fn push_quoted(out: &mut String, value: &str) {
    out.push('"');
    for c in value.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out.push('"');
}
