//! One pass over the tokens of a page.

use html5gum::emitters::default::{DefaultEmitter, StartTag, Token};
use html5gum::{State, Tokenizer};
use nexxo_base::module::{ImportKind, ImportRecord, RecordIdx};
use nexxo_base::{Idx, Map, Name, Span};

use super::attributes::{Value, asset_attributes, may_be_inline};
use super::edits::{Change, Edit, Part};
use super::{HtmlCompiled, HtmlWarning, InlineScript, srcset};
use crate::asset::is_file_url;
use crate::css::{self, FileUrl};

/// Compiles `source`.
pub(super) fn parse(source: &str, env: &dyn Fn(&str) -> Option<String>) -> HtmlCompiled {
    let mut parser = Parser::new(source, env);
    parser.run();
    parser.finish()
}

/// A start tag.
pub(super) struct Tag<'a> {
    /// Its name in lower case.
    pub(super) name: &'a str,
    attributes: Vec<Attribute>,
    /// From `<` to `>`.
    span: Span,
}

/// An attribute with a value.
struct Attribute {
    name: String,
    /// Where the name starts.
    start: u32,
    /// Without entities.
    value: String,
    /// The value in the source, with its quotes if it has them; empty when there is no value.
    span: Span,
}

impl Tag<'_> {
    fn get(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }

    fn value(&self, name: &str) -> &str {
        self.get(name).map_or("", |attribute| attribute.value.trim())
    }

    /// Whether the attribute's value is one of these, which are in lower case.
    pub(super) fn is(&self, name: &str, values: &[&str]) -> bool {
        let value = self.value(name);
        values.iter().any(|it| value.eq_ignore_ascii_case(it))
    }

    /// The attributes that say that the element is to stay as it is.
    fn ignore_marks(&self) -> impl Iterator<Item = &Attribute> {
        ["vite-ignore", "data-nexxo-ignore", "nexxo-ignore"].iter().filter_map(|name| self.get(name))
    }
}

/// An element whose text is not markup, up to its end tag.
struct RawText {
    name: String,
    /// Where its text starts.
    start: usize,
    then: AfterRawText,
}

/// What to do at the end of such an element.
enum AfterRawText {
    Nothing,
    /// A module script with a file, started at `start`.
    FileScript {
        start: usize,
        record: RecordIdx,
        value: Span,
    },
    /// A module script without.
    InlineScript {
        start: usize,
    },
    /// A style element.
    Style,
}

struct Parser<'a> {
    source: &'a str,
    env: &'a dyn Fn(&str) -> Option<String>,
    found: HtmlCompiled,
    records: Vec<ImportRecord>,
    spans: Vec<Span>,
    /// By URL, and whether they may become data URLs.
    assets: Map<(String, bool), RecordIdx>,
    edits: Vec<Edit>,
    raw: Option<RawText>,
    insert_at: Option<usize>,
    /// Open `<template>` elements: what is in them does not run.
    templates: u32,
    /// Whether `<noscript>` is open.
    in_noscript: bool,
    scripts: u32,
    async_scripts: u32,
}

impl<'a> Parser<'a> {
    fn new(source: &'a str, env: &'a dyn Fn(&str) -> Option<String>) -> Self {
        Self {
            source,
            env,
            found: HtmlCompiled::default(),
            records: Vec::new(),
            spans: Vec::new(),
            assets: Map::default(),
            edits: Vec::new(),
            raw: None,
            insert_at: None,
            templates: 0,
            in_noscript: false,
            scripts: 0,
            async_scripts: 0,
        }
    }

    fn run(&mut self) {
        let mut tokenizer = Tokenizer::new_with_emitter(self.source, DefaultEmitter::<usize>::new_with_span());
        let mut previous_end = 0;
        while let Some(Ok(token)) = tokenizer.next() {
            match token {
                Token::StartTag(tag) => {
                    let (start, end) = (tag.span.start, tag.span.end);
                    if let Some(state) = raw_text_state(&tag.name) {
                        tokenizer.set_state(state);
                    }
                    self.start_tag(&tag);
                    if self.source.get(start..end).is_some() {
                        previous_end = end;
                    }
                }
                Token::EndTag(tag) => {
                    let name = String::from_utf8_lossy(&tag.name).into_owned();
                    self.end_tag(&name, tag.span.start, tag.span.end);
                    previous_end = tag.span.end;
                }
                Token::String(text) => {
                    if self.raw.is_none() && text.value.iter().any(|byte| !byte.is_ascii_whitespace()) {
                        self.head_ends(previous_end);
                    }
                }
                Token::Comment(comment) => previous_end = comment.span.end,
                Token::Doctype(doctype) => previous_end = doctype.span.end,
                Token::Error(_) => {}
            }
        }
        self.end_raw_text(self.source.len(), self.source.len());
        self.head_ends(self.source.len());
    }

    fn start_tag(&mut self, token: &StartTag<usize>) {
        let name = String::from_utf8_lossy(&token.name).into_owned();
        let Some(tag) = self.tag(&name, token) else { return };
        let start = tag.span.start as usize;
        if !is_head_element(&name) {
            self.head_ends(start);
        }
        match name.as_str() {
            "template" => self.templates += 1,
            "noscript" => self.in_noscript = true,
            _ => {}
        }
        let mut then = AfterRawText::Nothing;
        let marks: Vec<Span> = tag.ignore_marks().map(|it| Span::new(it.start, it.span.end)).collect();
        if marks.is_empty() {
            let runs = self.templates == 0 && !self.in_noscript;
            match name.as_str() {
                "script" if runs => then = self.script(&tag),
                "link" if is_stylesheet(&tag) => self.stylesheet(&tag, runs),
                "style" => {
                    self.keep_links();
                    then = AfterRawText::Style;
                }
                _ => self.assets(&tag),
            }
            self.style_attribute(&tag);
        }
        for mark in marks {
            // With the white space before it.
            let before = self.source[..mark.start as usize].trim_end_matches([' ', '\t', '\n', '\r', '\x0c']);
            let span = Span::new(before.len() as u32, mark.end);
            self.edits.push(Edit { span, change: Change::Text("".into()) });
        }
        if raw_text_state(&token.name).is_some() {
            self.raw = Some(RawText { name, start: token.span.end, then });
        }
    }

    /// The tag with the places of its attributes; `None` if the tokenizer's idea of where it is does not fit the text.
    fn tag<'n>(&self, name: &'n str, token: &StartTag<usize>) -> Option<Tag<'n>> {
        let text = self.source.get(token.span.start..token.span.end)?;
        if !text.starts_with('<') {
            return None;
        }
        let mut attributes = Vec::with_capacity(token.attributes.len());
        for (name, value) in &token.attributes {
            let name = String::from_utf8_lossy(name).into_owned();
            let start = value.span.start;
            let span = self.value_span(&name, start, token.span.end)?;
            let value = String::from_utf8_lossy(&value.value).into_owned();
            attributes.push(Attribute { name, start: start as u32, value, span });
        }
        attributes.sort_by_key(|attribute| attribute.span);
        Some(Tag { name, attributes, span: Span::new(token.span.start as u32, token.span.end as u32) })
    }

    /// Where the value of the attribute whose name starts at `start` stands.
    fn value_span(&self, name: &str, start: usize, tag_end: usize) -> Option<Span> {
        let text = self.source.get(..tag_end)?;
        let end = start + name.len();
        let written = text.get(start..end)?;
        if !written.eq_ignore_ascii_case(name) {
            return None;
        }
        let space = [' ', '\t', '\n', '\r', '\x0c'];
        let rest = text[end..].trim_start_matches(space);
        let Some(rest) = rest.strip_prefix('=') else { return Some(Span::new(end as u32, end as u32)) };
        let rest = rest.trim_start_matches(space);
        let length = match rest.chars().next() {
            Some(quote @ ('"' | '\'')) => rest[1..].find(quote)? + 2,
            _ => rest.find(|c| space.contains(&c) || c == '>').unwrap_or(rest.len()),
        };
        let at = tag_end - rest.len();
        Some(Span::new(at as u32, (at + length) as u32))
    }

    fn end_tag(&mut self, name: &str, start: usize, end: usize) {
        if self.raw.as_ref().is_some_and(|raw| raw.name == name) {
            return self.end_raw_text(start, end);
        }
        match name {
            "template" => self.templates = self.templates.saturating_sub(1),
            "noscript" => self.in_noscript = false,
            "head" | "body" | "html" => self.head_ends(start),
            _ => {}
        }
    }

    /// The bundle's tags go before `at`, unless their place is already known. Before the line that it is on, if nothing
    /// but white space stands there before it.
    fn head_ends(&mut self, at: usize) {
        if self.insert_at.is_some() || self.templates > 0 || self.in_noscript {
            return;
        }
        let before = self.source.get(..at).unwrap_or_default();
        let line = before.trim_end_matches([' ', '\t']);
        let at_line_start = line.ends_with(['\n', '\r']) && at < self.source.len();
        self.insert_at = Some(if at_line_start { line.len() } else { before.len() });
    }

    fn script(&mut self, tag: &Tag<'_>) -> AfterRawText {
        let is_module = tag.is("type", &["module"]);
        let src = tag.get("src");
        let start = tag.span.start as usize;
        match src {
            None if is_module => {
                self.count_script(tag);
                AfterRawText::InlineScript { start }
            }
            Some(src) if is_module => {
                let Some(url) = self.file_url(&src.value) else { return AfterRawText::Nothing };
                self.count_script(tag);
                let record = self.push(ImportKind::HtmlScript, &url, src.span);
                AfterRawText::FileScript { start, record, value: src.span }
            }
            Some(src) if tag.is("type", CLASSIC_TYPES) => {
                if let Some(url) = self.file_url(&src.value) {
                    let record = self.push(ImportKind::HtmlAsset, &url, src.span);
                    self.records[record.index()].attributes = [CLASSIC].into();
                    self.change_attribute(vec![Part::Url(record)], "", src.span);
                    let message = format!("<script src=\"{url}\"> cannot be bundled without type=\"module\"");
                    self.warn(src.span, url, message);
                }
                AfterRawText::Nothing
            }
            _ => AfterRawText::Nothing,
        }
    }

    fn count_script(&mut self, tag: &Tag<'_>) {
        self.scripts += 1;
        self.async_scripts += u32::from(tag.get("async").is_some());
    }

    fn stylesheet(&mut self, tag: &Tag<'_>, runs: bool) {
        let Some(href) = tag.get("href") else { return };
        let Some(url) = self.file_url(&href.value) else {
            if runs {
                self.keep_links();
            }
            return;
        };
        let media = tag.value("media");
        let is_alternate = tag.get("disabled").is_some() || tag.value("rel").split_ascii_whitespace().count() > 1;
        if !runs || is_alternate || media.contains(['{', '}', ';']) {
            // It is not always in force, so it is a file of its own.
            if runs {
                self.keep_links();
            }
            let record = self.asset(&url, href.span, false);
            return self.change_attribute(vec![Part::Url(record)], "", href.span);
        }
        let record = self.push(ImportKind::HtmlStyle, &url, href.span);
        let mut attributes: Vec<(Name, Name)> = Vec::new();
        if !media.is_empty() && !media.eq_ignore_ascii_case("all") {
            attributes.push(("media".into(), media.into()));
        }
        // What scripts add goes to the end of the head, and so before this.
        if self.insert_at.is_some() {
            attributes.push(STAYS);
        }
        self.records[record.index()].attributes = attributes.into();
        self.remove(tag.span.start as usize, tag.span.end as usize, record, Some(href.span));
    }

    /// A style of the page stands here, or may: the links before it must not go behind it.
    fn keep_links(&mut self) {
        if self.insert_at.is_some() {
            return;
        }
        for record in self.records.iter_mut().filter(|it| it.kind == ImportKind::HtmlStyle) {
            if record.attribute("stays").is_none() {
                let attributes = record.attributes.iter().cloned().chain([STAYS]);
                record.attributes = attributes.collect();
            }
        }
    }

    fn assets(&mut self, tag: &Tag<'_>) {
        for &(name, value) in asset_attributes(tag) {
            let Some(attribute) = tag.get(name) else { continue };
            let span = attribute.span;
            let text = self.expand(&attribute.value);
            let urls = match value {
                Value::Url => {
                    let start = text.len() - text.trim_start().len();
                    std::iter::once(start..start + text.trim().len()).collect()
                }
                Value::SrcSet => srcset::urls(&text),
            };
            let mut parts = Vec::new();
            let mut copied = 0;
            for range in urls {
                let url = &text[range.clone()];
                if !is_file_url(url) {
                    continue;
                }
                let record = self.asset(url, span, may_be_inline(tag));
                if name == "href" && tag.is("rel", &["manifest"]) {
                    self.records[record.index()].attributes = [FILE, MANIFEST].into();
                }
                parts.push(Part::Text(text[copied..range.start].into()));
                parts.push(if value == Value::Url { Part::Url(record) } else { Part::SrcSetUrl(record) });
                copied = range.end;
            }
            self.change_attribute(parts, &text[copied..], span);
        }
    }

    fn style_attribute(&mut self, tag: &Tag<'_>) {
        let Some(style) = tag.get("style") else { return };
        let text = self.expand(&style.value);
        let mut parts = Vec::new();
        let mut copied = 0;
        for FileUrl { token, url, .. } in css::file_urls(&text) {
            let record = self.asset(&url, style.span, true);
            parts.push(Part::Text(text[copied..token.start as usize].into()));
            parts.push(Part::CssUrl(record));
            copied = token.end as usize;
        }
        self.change_attribute(parts, &text[copied..], style.span);
    }

    fn change_attribute(&mut self, mut parts: Vec<Part>, rest: &str, span: Span) {
        if !parts.is_empty() {
            parts.push(Part::Text(rest.into()));
            self.edits.push(Edit { span, change: Change::Attribute(parts.into()) });
        }
    }

    fn end_raw_text(&mut self, text_end: usize, end: usize) {
        let Some(raw) = self.raw.take() else { return };
        let Some(text) = self.source.get(raw.start..text_end) else { return };
        match raw.then {
            AfterRawText::Nothing => {}
            AfterRawText::FileScript { start, record, value } => self.remove(start, end, record, Some(value)),
            AfterRawText::InlineScript { start } => {
                let span = Span::new(raw.start as u32, text_end as u32);
                let mut scripts = std::mem::take(&mut self.found.inline_scripts).into_vec();
                let record = self.push(ImportKind::HtmlScript, &format!("?html-inline={}", scripts.len()), span);
                scripts.push(InlineScript { record, span, text: self.expand(text).into() });
                self.found.inline_scripts = scripts.into();
                self.remove(start, end, record, None);
            }
            AfterRawText::Style => {
                for FileUrl { token, url, is_import } in css::file_urls(text) {
                    let base = raw.start as u32;
                    let span = Span::new(base + token.start, base + token.end);
                    let record = self.asset(&url, span, !is_import);
                    self.edits.push(Edit { span, change: Change::CssUrl(record) });
                }
            }
        }
    }

    /// Takes the element at `start..end` out, with its line if it is alone there.
    fn remove(&mut self, start: usize, end: usize, record: RecordIdx, value: Option<Span>) {
        let before = self.source[..start].trim_end_matches([' ', '\t']);
        let after = self.source[end..].trim_start_matches([' ', '\t']);
        let line_end = ["\r\n", "\n", "\r"].into_iter().find(|line_end| after.starts_with(line_end));
        let (mut from, mut to) = (start, end);
        if (before.is_empty() || before.ends_with(['\n', '\r']))
            && let Some(line_end) = line_end
        {
            from = before.len();
            to = self.source.len() - after.len() + line_end.len();
        }
        let span = Span::new(from as u32, to as u32);
        self.edits.push(Edit { span, change: Change::Element { record, value } });
    }

    /// The URL in an attribute, if it refers to a file.
    fn file_url(&self, value: &str) -> Option<String> {
        let url = self.expand(value).trim().to_owned();
        is_file_url(&url).then_some(url)
    }

    fn asset(&mut self, url: &str, span: Span, may_be_inline: bool) -> RecordIdx {
        let key = (url.to_owned(), may_be_inline);
        if let Some(&record) = self.assets.get(&key) {
            return record;
        }
        let record = self.push(ImportKind::HtmlAsset, url, span);
        if !may_be_inline {
            self.records[record.index()].attributes = [FILE].into();
        }
        self.assets.insert(key, record);
        record
    }

    fn push(&mut self, kind: ImportKind, specifier: &str, span: Span) -> RecordIdx {
        self.records.push(ImportRecord::new(specifier, kind));
        self.spans.push(span);
        RecordIdx::new(self.records.len() - 1)
    }

    fn warn(&mut self, span: Span, url: String, message: String) {
        let mut warnings = std::mem::take(&mut self.found.warnings).into_vec();
        warnings.push(HtmlWarning { span, url, message });
        self.found.warnings = warnings.into();
    }

    /// `text` with each `%NAME%` that has a value replaced.
    fn expand(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut copied = 0;
        for (range, value) in variables(text, self.env) {
            out.push_str(&text[copied..range.start]);
            out.push_str(&value);
            copied = range.end;
        }
        out.push_str(&text[copied..]);
        out
    }

    fn finish(mut self) -> HtmlCompiled {
        let mut edits = std::mem::take(&mut self.edits);
        for (range, value) in variables(self.source, self.env) {
            let span = Span::new(range.start as u32, range.end as u32);
            edits.push(Edit { span, change: Change::Text(value.into()) });
        }
        // A change of a whole element or attribute comes before those inside it, which then fall away.
        edits.sort_by_key(|edit| (edit.span.start, std::cmp::Reverse(edit.span.end)));
        let mut end = 0;
        edits.retain(|edit| {
            let apart = edit.span.start >= end;
            if apart {
                end = edit.span.end;
            }
            apart
        });
        // The place for the bundle's tags may not be inside a change, either.
        let mut insert_at = self.insert_at.unwrap_or(self.source.len()) as u32;
        if let Some(edit) = edits.iter().find(|edit| edit.span.start < insert_at && insert_at < edit.span.end) {
            insert_at = edit.span.end;
        }
        HtmlCompiled {
            records: self.records.into(),
            spans: self.spans.into(),
            all_async: self.scripts > 0 && self.async_scripts == self.scripts,
            insert_at,
            edits: edits.into(),
            ..self.found
        }
    }
}

/// The `%NAME%` in `text` that have a value, and that value.
fn variables<'t>(
    text: &'t str,
    env: &'t dyn Fn(&str) -> Option<String>,
) -> impl Iterator<Item = (std::ops::Range<usize>, String)> + 't {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + text.get(at..)?.find('%')?;
            let name = &text[start + 1..];
            let length = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(name.len());
            let end = start + 1 + length;
            // The second `%` of what is no variable may be the first of one that is.
            at = end;
            if length > 0
                && name[length..].starts_with('%')
                && let Some(value) = env(&name[..length])
            {
                at = end + 1;
                return Some((start..end + 1, value));
            }
        }
    })
}

/// What an [`ImportRecord`] says of a link that stays where it is.
const STAYS: (Name, Name) = (Name::const_new("stays"), Name::const_new(""));

/// What it says of an asset that stays a file, however small.
const FILE: (Name, Name) = (Name::const_new("file"), Name::const_new(""));

/// What it says of a web app manifest, which names images itself.
const MANIFEST: (Name, Name) = (Name::const_new("manifest"), Name::const_new(""));

/// What it says of a script that is no module: it stays as it is, but a file of the public folder has the base before it.
const CLASSIC: (Name, Name) = (Name::const_new("classic"), Name::const_new(""));

/// `type` values of a script that runs and is no module.
const CLASSIC_TYPES: &[&str] = &["", "text/javascript", "application/javascript", "text/ecmascript"];

fn is_stylesheet(tag: &Tag<'_>) -> bool {
    tag.value("rel").split_ascii_whitespace().any(|rel| rel.eq_ignore_ascii_case("stylesheet"))
}

/// Elements that do not end the head.
fn is_head_element(name: &str) -> bool {
    matches!(
        name,
        "html"
            | "head"
            | "base"
            | "basefont"
            | "bgsound"
            | "link"
            | "meta"
            | "noframes"
            | "noscript"
            | "script"
            | "style"
            | "template"
            | "title"
    )
}

/// How the tokenizer reads what follows an element's start tag, if not as markup. `<noscript>` is read as markup: what is
/// in it is for browsers that do.
fn raw_text_state(name: &[u8]) -> Option<State> {
    match name {
        b"script" => Some(State::ScriptData),
        b"style" | b"xmp" | b"iframe" | b"noembed" | b"noframes" => Some(State::RawText),
        b"textarea" | b"title" => Some(State::RcData),
        b"plaintext" => Some(State::PlainText),
        _ => None,
    }
}
