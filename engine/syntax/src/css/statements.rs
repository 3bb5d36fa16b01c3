//! The statements of a sheet, one after the other, as far as they can be told apart without knowing any rule.

use std::ops::Range;

use super::scan::{end_of_comment, end_of_name, end_of_string, is_name_byte, is_space, skip_space};

/// One statement and where it stands.
pub(super) struct Statement<'t> {
    /// What it is.
    pub(super) kind: Kind<'t>,
    /// From its first character to before its `;`, `{` or `}`; of a closing bracket that alone.
    pub(super) range: Range<usize>,
    /// Where the comments before it may start.
    pub(super) gap: usize,
}

/// What a statement is.
pub(super) enum Kind<'t> {
    /// `@name params;`, or `@name params {`.
    At { name: &'t str, params: Range<usize>, opens: bool },
    /// `selectors {`.
    Rule(Range<usize>),
    /// `name: value`.
    Declaration { name: &'t str, value: Range<usize> },
    /// `}`.
    End,
}

/// See the module's text.
pub(super) struct Statements<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Statements<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    /// A statement that starts here, and what of the text is behind it.
    fn read(&self, start: usize) -> (Option<Kind<'t>>, Range<usize>, usize) {
        let bytes = self.text.as_bytes();
        let (mut end, stop) = end_of_statement(bytes, start, true);
        let after = end + usize::from(matches!(stop, Some(b'{' | b';')));
        if bytes[start] == b'@' {
            let name_end = end_of_name(&bytes[..end], start + 1);
            let (name, params) = (&self.text[start + 1..name_end], name_end..end);
            return (Some(Kind::At { name, params, opens: stop == Some(b'{') }), start..end, after);
        }
        let name_end = end_of_name(&bytes[..end], start);
        let colon = skip_space(bytes, name_end);
        let is_declared = name_end > start && bytes[..end].get(colon) == Some(&b':');
        let mut next = after;
        if stop == Some(b'{') {
            if !is_declared || !bytes[start..].starts_with(b"--") {
                return (Some(Kind::Rule(start..end)), start..end, after);
            }
            // The value of a custom property may hold blocks.
            let stop;
            (end, stop) = end_of_statement(bytes, start, false);
            next = end + usize::from(stop == Some(b';'));
        }
        let kind = is_declared
            .then(|| Kind::Declaration { name: &self.text[start..name_end], value: (colon + 1).min(end)..end });
        (kind, start..end, next)
    }
}

impl<'t> Iterator for Statements<'t> {
    type Item = Statement<'t>;

    fn next(&mut self) -> Option<Statement<'t>> {
        let bytes = self.text.as_bytes();
        let mut gap = self.at;
        loop {
            let start = skip_space(bytes, self.at);
            self.at = match bytes.get(start)? {
                b'/' if bytes.get(start + 1) == Some(&b'*') => end_of_comment(bytes, start),
                b';' => start + 1,
                b'}' => {
                    self.at = start + 1;
                    return Some(Statement { kind: Kind::End, range: start..start + 1, gap });
                }
                _ => {
                    let (kind, range, next) = self.read(start);
                    self.at = next.max(start + 1);
                    match kind {
                        Some(kind) => return Some(Statement { kind, range, gap }),
                        None => {
                            gap = self.at;
                            continue;
                        }
                    }
                }
            };
        }
    }
}

/// Where a statement ends and at which character: `;` or `}` outside of brackets, or `{` where that counts.
fn end_of_statement(bytes: &[u8], start: usize, braces: bool) -> (usize, Option<u8>) {
    let (mut at, mut depth) = (start, 0usize);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'/' if bytes.get(at + 1) == Some(&b'*') => {
                at = end_of_comment(bytes, at);
                continue;
            }
            b'"' | b'\'' => {
                at = end_of_string(bytes, at).unwrap_or_else(|cut| cut).max(at + 1);
                continue;
            }
            b'\\' => at += 1,
            b'(' if is_bare_url(bytes, at) => {
                at = end_of_bare_url(bytes, at);
                continue;
            }
            b'{' if braces && depth == 0 => return (at, Some(byte)),
            b';' if depth == 0 => return (at, Some(byte)),
            b'}' if depth == 0 => return (at, Some(byte)),
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    (bytes.len(), None)
}

/// Whether the bracket at `at` is that of a `url()` without quotes.
fn is_bare_url(bytes: &[u8], at: usize) -> bool {
    let before = &bytes[at.saturating_sub(3)..at];
    let is_name = before.eq_ignore_ascii_case(b"url") && !at.checked_sub(4).is_some_and(|it| is_name_byte(bytes[it]));
    is_name && !matches!(bytes.get(skip_space(bytes, at + 1)), Some(b'"' | b'\''))
}

/// Past the bracket that closes a `url()` without quotes, which opens at `at`.
fn end_of_bare_url(bytes: &[u8], at: usize) -> usize {
    let mut at = at + 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b')' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// A word, a string or another character of a piece of text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum TokenKind {
    /// Letters, digits, `-`, `_` and escapes.
    Word,
    /// With its quotes.
    Text,
    /// One character.
    Mark(u8),
}

/// A token of a piece of text, at its place.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) range: Range<usize>,
}

/// The tokens within `range`: white space, comments and what stands in `url()` without quotes is passed over.
pub(super) fn tokens(text: &str, range: Range<usize>) -> Vec<Token> {
    let bytes = &text.as_bytes()[..range.end];
    let mut at = range.start;
    let mut out = Vec::new();
    while let Some(&byte) = bytes.get(at) {
        let start = at;
        let kind = match byte {
            _ if is_space(byte) => {
                at += 1;
                continue;
            }
            b'/' if bytes.get(at + 1) == Some(&b'*') => {
                at = end_of_comment(bytes, at);
                continue;
            }
            b'(' if is_bare_url(bytes, at) => {
                at = end_of_bare_url(bytes, at);
                continue;
            }
            b'"' | b'\'' => {
                at = end_of_string(bytes, at).unwrap_or_else(|cut| cut).max(at + 1);
                TokenKind::Text
            }
            _ => {
                at = end_of_name(bytes, start);
                if at > start {
                    TokenKind::Word
                } else {
                    at += 1;
                    TokenKind::Mark(byte)
                }
            }
        };
        out.push(Token { kind, range: start..at.min(range.end) });
    }
    out
}

/// `text` without comments.
pub(super) fn without_comments(text: &str) -> String {
    let bytes = text.as_bytes();
    let (mut at, mut copied) = (0, 0);
    let mut out = String::with_capacity(text.len());
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'/' if bytes.get(at + 1) == Some(&b'*') => {
                out.push_str(&text[copied..at]);
                at = end_of_comment(bytes, at);
                copied = at;
            }
            b'"' | b'\'' => at = end_of_string(bytes, at).unwrap_or_else(|cut| cut).max(at + 1),
            b'(' if is_bare_url(bytes, at) => at = end_of_bare_url(bytes, at).min(bytes.len()),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    out.push_str(&text[copied..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let show = |it: Statement<'_>| match it.kind {
            Kind::At { name, params, opens } => format!("@{name}|{}|{}", &text[params], if opens { "{" } else { "" }),
            Kind::Rule(prelude) => format!("{}{{", &text[prelude]),
            Kind::Declaration { name, value } => format!("{name}={}", &text[value]),
            Kind::End => "}".into(),
        };
        Statements::new(text).map(show).collect()
    }

    #[test]
    fn statements_are_told_apart() {
        assert_eq!(shown("@value a: 1;b:hover{c:d;e : f}"), ["@value| a: 1|", "b:hover{", "c=d", "e= f", "}"]);
        assert_eq!(
            shown("@media (a:b){c{d:url(a;b{)}}/*;*/e{--f:{g:h};i:';}'}"),
            ["@media| (a:b)|{", "c{", "d=url(a;b{)", "}", "}", "e{", "--f={g:h}", "i=';}'", "}"]
        );
        assert_eq!(shown("a{b c;d:e"), ["a{", "d=e"]);
        assert_eq!(shown("a{&:b{c:d}}"), ["a{", "&:b{", "c=d", "}", "}"]);
    }

    #[test]
    fn no_text_is_too_odd() {
        for text in
            ["", "}", ";", "@", "a\\", "a:", "/*", "'", "url(", "a{b:url(\\", "--a:{", "\u{e9}\\\u{e9}:\u{e9}", "@\\"]
        {
            shown(text);
            tokens(text, 0..text.len());
            without_comments(text);
        }
    }
}
