//! Values of a CSS Modules sheet: `@value`, and `:import` and `:export`, which say the same in another way.
//!
//! A value stands for its text wherever a word of its name stands in the value of a declaration, in a selector or behind
//! the name of an at-rule. As what it stands for decides how the sheet is parsed, lowered and minified, values are put in
//! place before that. Those of other files are asked for first ([`CssValues::taken`]) and handed to
//! [`compile`](super::compile).

use nexxo_base::{Map, Span};

use super::statements::{Kind, Statement, Statements, Token, TokenKind, tokens, without_comments};
use super::{CssError, scan};

/// The values of a sheet, without places.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct CssValues {
    /// What it takes from other files, in source order.
    pub taken: Box<[TakenValue]>,
    /// What it gives to others, by name, sorted.
    pub given: Box<[(String, Box<[ValuePiece]>)]>,
}

/// A name of another file that a sheet takes.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct TakenValue {
    /// The file.
    pub specifier: String,
    /// What the file calls it.
    pub name: String,
}

/// A part of a value.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum ValuePiece {
    /// Text as it is.
    Text(String),
    /// What this of [`CssValues::taken`] stands for.
    Taken(u32),
}

impl CssValues {
    /// The values of a sheet; `dashed` where names of custom properties are its own, so that it may take those of others.
    pub fn of(source: &str, dashed: bool) -> Self {
        let Some(sheet) = Sheet::read(source, dashed) else { return Self::default() };
        let mut given: Vec<_> = sheet.given().into_iter().map(|(name, pieces)| (name, pieces.into())).collect();
        given.sort_by(|a, b| a.0.cmp(&b.0));
        let taken = |it: Taken| TakenValue { specifier: it.specifier, name: it.name };
        Self { taken: sheet.taken.into_iter().map(taken).collect(), given: given.into() }
    }

    /// The value of that name.
    pub fn get(&self, name: &str) -> Option<&[ValuePiece]> {
        let at = self.given.binary_search_by(|(it, _)| it.as_str().cmp(name)).ok()?;
        Some(&self.given[at].1)
    }
}

/// Where a sheet names each of [`CssValues::taken`].
pub fn taken_spans(source: &str, dashed: bool) -> Vec<Span> {
    Sheet::read(source, dashed).map_or_else(Vec::new, |it| it.taken.into_iter().map(|it| it.span).collect())
}

/// A sheet with its values in place.
pub(super) struct Expanded {
    pub(super) text: String,
    /// What of the source the text has something else for.
    edits: Vec<Edit>,
    /// The files that values are taken from, once each, as `composes` would name them: where, and how.
    pub(super) files: Vec<(Span, String)>,
    /// The values, by name, for code.
    pub(super) given: Vec<(String, String)>,
}

struct Edit {
    source: Span,
    text: Span,
}

impl Expanded {
    /// `None` where there is nothing to put in place. `known` is what each of [`CssValues::taken`] stands for, as far as
    /// that is known.
    ///
    /// # Errors
    /// Rules for values that cannot be read.
    pub(super) fn of(source: &str, dashed: bool, known: &[Option<String>]) -> Result<Option<Self>, Vec<CssError>> {
        let Some(sheet) = Sheet::read(source, dashed) else { return Ok(None) };
        if !sheet.errors.is_empty() {
            return Err(sheet.errors);
        }
        let mut out = Self { text: String::new(), edits: Vec::new(), files: Vec::new(), given: Vec::new() };
        for it in &sheet.taken {
            if !out.files.iter().any(|(_, specifier)| *specifier == it.specifier) {
                out.files.push((it.file_span, it.specifier.clone()));
            }
        }
        let written = |pieces: &[ValuePiece]| {
            let text = |piece: &ValuePiece| match piece {
                ValuePiece::Text(text) => Some(text.clone()),
                ValuePiece::Taken(n) => known.get(*n as usize)?.clone(),
            };
            pieces.iter().map(text).collect::<Option<String>>()
        };
        out.given.extend(sheet.given().into_iter().filter_map(|(name, pieces)| Some((name, written(&pieces)?))));
        out.given.sort();
        let mut changes = sheet.cuts.iter().map(|span| (*span, String::new())).collect();
        Placing { sheet: &sheet, written: &written, changes: &mut changes }.place(known);
        changes.sort_by_key(|(span, _)| span.start);
        let mut copied = 0;
        for (span, new) in changes {
            // A value of the name of something that was put in place already.
            if (span.start as usize) < copied {
                continue;
            }
            out.text.push_str(&source[copied..span.start as usize]);
            let start = out.text.len() as u32;
            out.text.push_str(&new);
            out.edits.push(Edit { source: span, text: Span::new(start, out.text.len() as u32) });
            copied = span.end as usize;
        }
        out.text.push_str(&source[copied..]);
        Ok(Some(out))
    }

    /// The place in the source of a place in the text: what was put in place of something is there as a whole.
    pub(super) fn source_span(&self, span: Span) -> Span {
        let (start, start_edit) = self.source_offset(span.start);
        let (end, end_edit) = self.source_offset(span.end);
        Span::new(start_edit.map_or(start, |it| it.start), end_edit.map_or(end, |it| it.end).max(start))
    }

    /// The place in the source of an offset in the text, and the range of the source that it stands in place of.
    pub(super) fn source_offset(&self, offset: u32) -> (u32, Option<Span>) {
        let after = self.edits.partition_point(|edit| edit.text.start <= offset);
        let Some(edit) = after.checked_sub(1).map(|i| &self.edits[i]) else { return (offset, None) };
        match offset < edit.text.end {
            true => (edit.source.start, Some(edit.source)),
            false => (edit.source.end + (offset - edit.text.end), None),
        }
    }
}

/// One name that is taken from another file.
struct Taken {
    specifier: String,
    file_span: Span,
    name: String,
    span: Span,
}

/// What was read of a sheet.
struct Sheet<'t> {
    source: &'t str,
    taken: Vec<Taken>,
    /// The values by the names that the sheet has for them, each in what it was at its last definition.
    values: Map<String, Vec<ValuePiece>>,
    /// Whether others get the value: not what `:import` names.
    own: Vec<String>,
    /// What `:export` gives.
    exports: Vec<(String, Vec<ValuePiece>)>,
    /// The rules that are no CSS.
    cuts: Vec<Span>,
    /// Where, in the value of a custom property or another, names of custom properties of other files stand.
    dashed: Vec<(Span, u32)>,
    errors: Vec<CssError>,
}

impl<'t> Sheet<'t> {
    /// `None` where the sheet has none of it.
    fn read(source: &'t str, dashed: bool) -> Option<Self> {
        let is_one = |at: usize, word: &str| {
            source.as_bytes()[at..].get(..word.len()).is_some_and(|it| it.eq_ignore_ascii_case(word.as_bytes()))
        };
        let has_rules = memchr::memchr2_iter(b'@', b':', source.as_bytes())
            .any(|at| ["@value", ":import", ":export"].iter().any(|word| is_one(at, word)));
        if !has_rules && !dashed {
            return None;
        }
        let mut sheet = Self {
            source,
            taken: Vec::new(),
            values: Map::default(),
            own: Vec::new(),
            exports: Vec::new(),
            cuts: Vec::new(),
            dashed: Vec::new(),
            errors: Vec::new(),
        };
        let mut statements = Statements::new(source);
        let mut exported = Vec::new();
        while let Some(Statement { kind, range, .. }) = statements.next() {
            match kind {
                Kind::At { name, params, opens } if name.eq_ignore_ascii_case("value") => {
                    sheet.value_rule(scan::span(range.start, range.end), params, opens);
                }
                Kind::Rule(prelude) => match source[prelude.clone()].trim() {
                    ":export" => sheet.block(range.start, &mut statements, |_, name, value| {
                        exported.push((name, value));
                    }),
                    text if text.starts_with(":import(") && text.ends_with(')') => {
                        let inner = text[":import(".len()..text.len() - 1].trim();
                        let specifier = unquoted(inner).unwrap_or_else(|| inner.to_owned());
                        let start = source[..prelude.end].rfind(inner).unwrap_or(prelude.start);
                        let file_span = scan::span(start, start + inner.len());
                        sheet.block(range.start, &mut statements, |sheet, name, value| {
                            let text = without_comments(&source[value.clone()]).trim().to_owned();
                            let start =
                                value.start + (source[value.clone()].len() - source[value.clone()].trim_start().len());
                            let span = scan::span(start, source[..value.end].trim_end().len().max(start));
                            sheet.take(
                                Taken { specifier: specifier.clone(), file_span, name: text, span },
                                name,
                                false,
                            );
                        });
                    }
                    _ => {}
                },
                Kind::Declaration { value, .. } if dashed => sheet.dashed_names(value),
                _ => {}
            }
        }
        for (name, value) in exported {
            let text = without_comments(&source[value]).trim().to_owned();
            let pieces = sheet.pieces(&text);
            sheet.exports.retain(|(it, _)| it != name);
            sheet.exports.push((name.to_owned(), pieces));
        }
        let is_any = !sheet.cuts.is_empty() || !sheet.dashed.is_empty();
        is_any.then_some(sheet)
    }

    /// Reads the declarations of a block that is no CSS, up to where it closes.
    fn block(
        &mut self,
        start: usize,
        statements: &mut Statements<'t>,
        mut declaration: impl FnMut(&mut Self, &'t str, std::ops::Range<usize>),
    ) {
        let mut end = self.source.len();
        let mut depth = 0;
        for Statement { kind, range, .. } in statements.by_ref() {
            match kind {
                Kind::Declaration { name, value } if depth == 0 => declaration(self, name, value),
                Kind::Declaration { .. } => {}
                Kind::At { opens: false, .. } => {}
                Kind::At { .. } | Kind::Rule(_) => depth += 1,
                Kind::End if depth == 0 => {
                    end = range.end;
                    break;
                }
                Kind::End => depth -= 1,
            }
        }
        self.cuts.push(scan::span(start, end));
    }

    /// `@value a: 1px`, `@value a 1px`, or `@value a, b as c from './x.css'`.
    fn value_rule(&mut self, rule: Span, params: std::ops::Range<usize>, opens: bool) {
        let source = self.source;
        let semicolon = usize::from(source.as_bytes().get(rule.end as usize) == Some(&b';'));
        self.cuts.push(Span::new(rule.start, rule.end + semicolon as u32));
        let all = tokens(source, params.clone());
        let Some(first) = all.first().filter(|_| !opens) else {
            return self.error(rule, "`@value` must be followed by a name and a value");
        };
        let is_from = |it: &Token| it.kind == TokenKind::Word && &source[it.range.clone()] == "from";
        if let [.., from, path] = &all[..]
            && all.len() > 2
            && is_from(from)
            && path.kind != TokenKind::Mark(b')')
            && !matches!(all[1].kind, TokenKind::Mark(b':'))
        {
            return self.import_rule(&all[..all.len() - 2], path);
        }
        if first.kind != TokenKind::Word {
            let span = scan::span(first.range.start, first.range.end);
            return self.error(span, "The name of a value has letters, digits, `-` and `_`");
        }
        let name = &source[first.range.clone()];
        let rest = without_comments(&source[first.range.end..params.end]);
        let space = rest.trim_start();
        let value = space.strip_prefix(':').unwrap_or(&rest);
        if value.is_empty() {
            return self.error(rule, "`@value` must be followed by a name and a value");
        }
        // A value of white space alone is one, too.
        let text = if value.trim().is_empty() { " " } else { value.trim() };
        let pieces = self.pieces(text);
        self.define(name, pieces, true);
    }

    fn import_rule(&mut self, names: &[Token], path: &Token) {
        let source = self.source;
        let file_span = scan::span(path.range.start, path.range.end);
        let written = &source[path.range.clone()];
        let specifier = match path.kind {
            TokenKind::Text => unquoted(written),
            // The path may be a value itself.
            _ => match self.values.get(written).map(Vec::as_slice) {
                Some([ValuePiece::Text(text)]) => unquoted(text).or_else(|| Some(text.clone())),
                _ => None,
            },
        };
        let Some(specifier) = specifier else {
            return self.error(file_span, "`from` must be followed by a path in quotes, or by a value that is one");
        };
        let is = |it: &Token, byte| it.kind == TokenKind::Mark(byte);
        let names = match names {
            [open, inner @ .., close] if is(open, b'(') && is(close, b')') => inner,
            names => names,
        };
        for name in names.split(|it| is(it, b',')) {
            let word = |it: &Token| &source[it.range.clone()];
            let (theirs, own) = match name {
                [one] if one.kind == TokenKind::Word => (one, one),
                [theirs, to, own] if word(to) == "as" && theirs.kind == own.kind && own.kind == TokenKind::Word => {
                    (theirs, own)
                }
                // A comma at the end.
                [] => continue,
                [first, ..] => {
                    let end = name.last().map_or(first.range.end, |it| it.range.end);
                    let message = "`@value … from` takes names, or `name as other`, with commas between them";
                    self.error(scan::span(first.range.start, end), message);
                    continue;
                }
            };
            let span = scan::span(theirs.range.start, theirs.range.end);
            let taken = Taken { specifier: specifier.clone(), file_span, name: word(theirs).to_owned(), span };
            self.take(taken, word(own), true);
        }
    }

    fn take(&mut self, taken: Taken, own: &str, is_given: bool) {
        let number = self.taken.len() as u32;
        self.taken.push(taken);
        self.define(own, vec![ValuePiece::Taken(number)], is_given);
    }

    fn define(&mut self, name: &str, pieces: Vec<ValuePiece>, is_given: bool) {
        if is_given && !self.own.iter().any(|it| it == name) {
            self.own.push(name.to_owned());
        }
        self.values.insert(name.to_owned(), pieces);
    }

    /// A text with the values in it that are known by now.
    fn pieces(&self, text: &str) -> Vec<ValuePiece> {
        let mut out: Vec<ValuePiece> = Vec::new();
        let mut push = |piece: &ValuePiece| match (out.last_mut(), piece) {
            (Some(ValuePiece::Text(last)), ValuePiece::Text(text)) => last.push_str(text),
            (_, piece) => out.push(piece.clone()),
        };
        let mut copied = 0;
        for (range, pieces) in self.mentions(text, 0..text.len(), false) {
            if range.start > copied {
                push(&ValuePiece::Text(text[copied..range.start].to_owned()));
            }
            pieces.iter().for_each(&mut push);
            copied = range.end;
        }
        if copied < text.len() {
            push(&ValuePiece::Text(text[copied..].to_owned()));
        }
        out
    }

    /// The words of a text that values stand for. Not those of colours (`#abc`), but `#abc` is an id in a selector.
    fn mentions<'s>(
        &'s self,
        text: &'s str,
        range: std::ops::Range<usize>,
        is_selector: bool,
    ) -> impl Iterator<Item = (std::ops::Range<usize>, &'s [ValuePiece])> {
        let words = tokens(text, range).into_iter().filter(|it| it.kind == TokenKind::Word);
        words.filter_map(move |it| {
            let is_hash = it.range.start > 0 && text.as_bytes()[it.range.start - 1] == b'#';
            let found = self.values.get(&text[it.range.clone()]).filter(|_| is_selector || !is_hash)?;
            Some((it.range, found.as_slice()))
        })
    }

    /// `var(--x from './y.css')`: the name, and all from it to before the bracket.
    fn dashed_names(&mut self, value: std::ops::Range<usize>) {
        for window in tokens(self.source, value).windows(3) {
            let [name, from, path] = window else { continue };
            let is_name = name.kind == TokenKind::Word && self.source[name.range.clone()].starts_with("--");
            if !is_name || &self.source[from.range.clone()] != "from" || path.kind != TokenKind::Text {
                continue;
            }
            let Some(specifier) = unquoted(&self.source[path.range.clone()]) else { continue };
            self.dashed.push((scan::span(name.range.start, path.range.end), self.taken.len() as u32));
            self.taken.push(Taken {
                specifier,
                file_span: scan::span(path.range.start, path.range.end),
                name: self.source[name.range.clone()].to_owned(),
                span: scan::span(name.range.start, name.range.end),
            });
        }
    }

    /// What others get.
    fn given(&self) -> Vec<(String, Vec<ValuePiece>)> {
        let own = self.own.iter().filter(|name| !self.exports.iter().any(|(it, _)| it == *name));
        let own = own.filter_map(|name| Some((name.clone(), self.values.get(name)?.clone())));
        own.chain(self.exports.iter().cloned()).collect()
    }

    fn error(&mut self, span: Span, message: &str) {
        self.errors.push(CssError { span, message: message.to_owned() });
    }
}

/// What stands in a text in quotes.
fn unquoted(text: &str) -> Option<String> {
    let quote = text.chars().next().filter(|it| matches!(it, '"' | '\''))?;
    let inner = text.strip_prefix(quote)?.strip_suffix(quote)?;
    Some(scan::unescape(inner))
}

/// Puts values in their places.
struct Placing<'p, 't> {
    sheet: &'p Sheet<'t>,
    written: &'p dyn Fn(&[ValuePiece]) -> Option<String>,
    changes: &'p mut Vec<(Span, String)>,
}

/// Where a name is put in place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Selector,
    /// Of animations, whose names are the sheet's own where nothing else is said.
    Animation,
    Keyframes,
    Composes,
    Other,
}

impl Placing<'_, '_> {
    fn place(&mut self, known: &[Option<String>]) {
        let source = self.sheet.source;
        for (span, number) in &self.sheet.dashed {
            if let Some(name) = known.get(*number as usize).and_then(Option::as_ref) {
                self.changes.push((*span, format!("{name} from global")));
            }
        }
        for Statement { kind, range, .. } in Statements::new(source) {
            if self.sheet.cuts.iter().any(|cut| (cut.start as usize) <= range.start && range.start < cut.end as usize) {
                continue;
            }
            match kind {
                Kind::Rule(prelude) => self.words(prelude, Place::Selector),
                Kind::At { name, params, .. } if name.eq_ignore_ascii_case("scope") => {
                    self.words(params, Place::Selector);
                }
                Kind::At { name, params, .. } if is_animation(name, &["keyframes"]) => {
                    self.words(params, Place::Keyframes);
                }
                Kind::At { params, .. } => self.words(params, Place::Other),
                Kind::Declaration { name, value } => {
                    let place = match is_composes(name) {
                        true => Place::Composes,
                        false if is_animation(name, &["animation", "animation-name"]) => Place::Animation,
                        false => Place::Other,
                    };
                    self.words(value, place);
                }
                Kind::End => {}
            }
        }
    }

    fn words(&mut self, range: std::ops::Range<usize>, place: Place) {
        let source = self.sheet.source;
        for (at, pieces) in self.sheet.mentions(source, range, place == Place::Selector) {
            let Some(text) = (self.written)(pieces) else { continue };
            let span = scan::span(at.start, at.end);
            let before = at.start.checked_sub(1).map(|it| source.as_bytes()[it]);
            // Another file's names are that file's own, or nobody's.
            if !matches!(pieces, [ValuePiece::Taken(_)]) {
                self.changes.push((span, text));
                continue;
            }
            match (place, before) {
                (Place::Selector, Some(mark @ (b'.' | b'#'))) => {
                    let first = text.split_ascii_whitespace().next().unwrap_or_default();
                    let span = Span::new(span.start - 1, span.end);
                    self.changes.push((span, format!(":global({}{first})", mark as char)));
                }
                (Place::Selector, before) if before != Some(b':') && text.contains(['.', '#']) => {
                    self.changes.push((span, format!(":global({text})")));
                }
                (Place::Keyframes, _) => self.changes.push((span, format!(":global({text})"))),
                (Place::Animation, _) if is_custom_name(&text) => self.changes.push((span, format!("global({text})"))),
                (Place::Composes, _) if !text.starts_with(['"', '\'']) => {
                    let names: Vec<String> = text.split_ascii_whitespace().map(|it| format!("global({it})")).collect();
                    self.changes.push((span, names.join(" ")));
                }
                _ => self.changes.push((span, text)),
            }
        }
    }
}

/// Whether a declaration of this name says what a class is composed of.
pub(super) fn is_composes(name: &str) -> bool {
    ["composes", "compose-with"].iter().any(|it| name.eq_ignore_ascii_case(it))
}

/// Whether `name` is one of `names`, with or without a vendor's prefix.
pub(super) fn is_animation(name: &str, names: &[&str]) -> bool {
    let plain = match name.strip_prefix('-') {
        Some(rest) => rest.split_once('-').map_or(rest, |(_, plain)| plain),
        None => name,
    };
    names.iter().any(|it| plain.eq_ignore_ascii_case(it))
}

/// Whether a text is a name that `animation` takes for nothing but that of keyframes.
fn is_custom_name(text: &str) -> bool {
    let is_name = text.bytes().all(scan::is_name_byte)
        && text.bytes().find(|byte| *byte != b'-').is_some_and(|byte| !byte.is_ascii_digit());
    is_name && !ANIMATION_WORDS.iter().any(|it| text.eq_ignore_ascii_case(it))
}

/// Words that mean something else in `animation`.
pub(super) const ANIMATION_WORDS: &[&str] = &[
    "normal",
    "reverse",
    "alternate",
    "alternate-reverse",
    "forwards",
    "backwards",
    "both",
    "infinite",
    "paused",
    "running",
    "ease",
    "ease-in",
    "ease-out",
    "ease-in-out",
    "linear",
    "step-end",
    "step-start",
    "none",
    "initial",
    "inherit",
    "unset",
    "revert",
    "revert-layer",
];
