//! Finds the references to other files in a stylesheet's text, token by token as CSS Syntax has it. It knows just enough
//! of the grammar for that: strings, comments, escapes, `url()`, nesting, and which at-rule a prelude belongs to.

use nexxo_base::Span;

/// What was found.
#[derive(Default)]
pub(super) struct Scan {
    /// References in source order.
    pub(super) references: Vec<Reference>,
    /// Comments about licences, without what delimits them.
    pub(super) legal: Vec<Span>,
    /// Why the text is not to be parsed, and where that shows. The scan ended there.
    pub(super) refused: Option<(Span, &'static str)>,
}

/// One mention of another file.
pub(super) struct Reference {
    /// How.
    pub(super) role: Role,
    /// The whole token: `url(…)` or a string.
    pub(super) token: Span,
    /// The URL in it, with its quotes if it has them.
    pub(super) span: Span,
    /// The URL without escapes.
    pub(super) url: String,
}

/// What a mention is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Role {
    /// `url(…)` in a value.
    Url,
    /// A string in `image-set()`.
    ImageString,
    /// What `@import` names.
    Import,
    /// What `composes: … from` names.
    Composes,
}

/// Deepest nesting of brackets and blocks, as the parser recurses. At this depth every construct that
/// `the_stack_suffices_for_what_is_allowed` tries fits into a thread's 2 MiB in a debug build. A guess otherwise: real
/// stylesheets stay below 20.
pub(super) const MAX_DEPTH: usize = 64;

/// Most operators in one declaration: the parser nests `a + b + c` as deep as it is long. A guess: generated
/// stylesheets stay below 100.
const MAX_OPERATORS: u32 = 512;

/// Deepest nesting of brackets in a mathematical function: the parser tries each level twice, so its time doubles with
/// each. At this depth it needs half a second in a debug build. A guess: real stylesheets stay below 8.
const MAX_MATH_DEPTH: usize = 16;

/// The functions that it concerns.
const MATH: &[&str] = &[
    "calc",
    "-webkit-calc",
    "-moz-calc",
    "min",
    "max",
    "clamp",
    "round",
    "rem",
    "mod",
    "sin",
    "cos",
    "tan",
    "asin",
    "acos",
    "atan",
    "atan2",
    "pow",
    "log",
    "sqrt",
    "exp",
    "hypot",
    "abs",
    "sign",
];

/// Scans a whole stylesheet.
pub(super) fn scan(text: &str) -> Scan {
    let mut scanner = Scanner { text, bytes: text.as_bytes(), ..Scanner::default() };
    scanner.run();
    scanner.found
}

#[derive(Default)]
struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    open: Vec<Bracket>,
    prelude: Option<Prelude>,
    in_composes: bool,
    operators: u32,
    found: Scan,
}

/// An open bracket.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bracket {
    Round,
    ImageSet,
    Math,
    Square,
    Curly,
}

/// The at-rule whose prelude is being read, and the depth that it is at.
struct Prelude {
    import: bool,
    depth: usize,
}

impl<'a> Scanner<'a> {
    fn run(&mut self) {
        while let Some(byte) = self.peek(0).filter(|_| self.found.refused.is_none()) {
            match byte {
                b'/' if self.peek(1) == Some(b'*') => self.comment(),
                b'"' | b'\'' => self.loose_string(),
                b'@' => self.at_keyword(),
                b'#' => {
                    self.at += 1;
                    self.name();
                }
                b'0'..=b'9' => self.number(),
                b'(' => self.enter(Bracket::Round),
                b'[' => self.enter(Bracket::Square),
                b'{' => {
                    self.end_prelude();
                    self.enter(Bracket::Curly);
                }
                b')' => self.leave(|open| matches!(open, Bracket::Round | Bracket::ImageSet | Bracket::Math)),
                b']' => self.leave(|open| open == Bracket::Square),
                b'}' => self.leave(|open| open == Bracket::Curly),
                b';' => {
                    self.end_prelude();
                    self.at += 1;
                }
                b'+' | b'-' | b'*' | b'/' if self.peek(1).is_none_or(|next| !is_name_byte(next)) => {
                    self.operators += 1;
                    if self.operators > MAX_OPERATORS {
                        self.refuse("The expression is too complex");
                    }
                    self.at += 1;
                }
                _ if self.starts_name() => self.ident(),
                _ => self.at += 1,
            }
        }
    }

    fn enter(&mut self, bracket: Bracket) {
        self.open.push(bracket);
        if self.open.len() > MAX_DEPTH {
            self.refuse("Too many nested brackets");
        }
        let math_depth = self.open.iter().position(|&open| open == Bracket::Math).map_or(0, |i| self.open.len() - i);
        if math_depth > MAX_MATH_DEPTH {
            self.refuse("The expression is too complex");
        }
        self.at += 1;
    }

    fn refuse(&mut self, why: &'static str) {
        self.found.refused.get_or_insert((span(self.at, self.at + 1), why));
    }

    /// A closing bracket. One that does not match what is open closes nothing.
    fn leave(&mut self, matches: impl Fn(Bracket) -> bool) {
        self.at += 1;
        if self.open.last().is_some_and(|&open| matches(open)) {
            if self.open.pop() == Some(Bracket::Curly) {
                self.in_composes = false;
                self.operators = 0;
            }
            if self.prelude.as_ref().is_some_and(|prelude| prelude.depth > self.open.len()) {
                self.prelude = None;
            }
        }
    }

    /// At a `;` or `{`.
    fn end_prelude(&mut self) {
        self.in_composes = false;
        self.operators = 0;
        if self.prelude.as_ref().is_some_and(|prelude| prelude.depth >= self.open.len()) {
            self.prelude = None;
        }
    }

    fn at_keyword(&mut self) {
        self.at += 1;
        let name = self.name();
        let is = |word: &str| name.eq_ignore_ascii_case(word);
        let import = is("import");
        // The URLs of these are names, not files.
        if import || is("namespace") || is("charset") || is("document") || is("-moz-document") {
            self.prelude = Some(Prelude { import, depth: self.open.len() });
        }
    }

    fn ident(&mut self) {
        let start = self.at;
        let name = self.name();
        if self.peek(0) == Some(b'(') {
            if name.eq_ignore_ascii_case("url") {
                return self.url(start);
            }
            let image_set = name.eq_ignore_ascii_case("image-set") || name.eq_ignore_ascii_case("-webkit-image-set");
            let math = MATH.iter().any(|function| name.eq_ignore_ascii_case(function));
            return self.enter(match (image_set, math) {
                (true, _) => Bracket::ImageSet,
                (_, true) => Bracket::Math,
                _ => Bracket::Round,
            });
        }
        if name.eq_ignore_ascii_case("composes") {
            self.in_composes = true;
        }
    }

    /// A string that is not in `url()`.
    fn loose_string(&mut self) {
        let start = self.at;
        let Some(url) = self.string() else { return };
        let span = span(start, self.at);
        if self.prelude.is_some() {
            self.import(span, span, url);
        } else if self.open.last() == Some(&Bracket::ImageSet) {
            self.push(Role::ImageString, span, span, url);
        } else if self.in_composes {
            self.push(Role::Composes, span, span, url);
        }
    }

    /// `url(…)`, whose name started at `start`; the current byte is the `(`.
    fn url(&mut self, start: usize) {
        self.at += 1;
        let open = self.at;
        self.skip_space();
        let value = self.at;
        let is_quoted = matches!(self.peek(0), Some(b'"' | b'\''));
        let (end, url) = if is_quoted {
            let Some(url) = self.string() else { return };
            let end = self.at;
            self.skip_space_and_comments();
            if self.peek(0) != Some(b')') {
                // Modifiers follow, or nothing does: an ordinary function from here on.
                self.at = open - 1;
                return self.enter(Bracket::Round);
            }
            (end, url)
        } else {
            match self.unquoted_url() {
                Some(end) => (end, unescape(&self.text[value..end])),
                None => return,
            }
        };
        self.at += 1;
        let (token, span) = (span(start, self.at), span(value, end));
        if self.prelude.is_some() {
            self.import(token, span, url);
        } else {
            self.push(Role::Url, token, span, url);
        }
    }

    /// The rest of an unquoted URL up to its `)`, and where it ended before white space; `None` if it is none, which
    /// is then passed over.
    fn unquoted_url(&mut self) -> Option<usize> {
        let mut bad = false;
        let mut end = None;
        loop {
            match self.peek(0)? {
                b')' if bad => {
                    self.at += 1;
                    return None;
                }
                b')' => return Some(end.unwrap_or(self.at)),
                b'\\' if is_escape(self.bytes, self.at) => {
                    bad |= end.is_some();
                    self.at = end_of_escape(self.bytes, self.at);
                    continue;
                }
                b' ' | b'\t' | b'\n' | b'\r' | b'\x0c' => {
                    end.get_or_insert(self.at);
                }
                b'"' | b'\'' | b'(' | b'\\' | 0..=8 | 0x0b | 0x0e..=0x1f | 0x7f => bad = true,
                _ => bad |= end.is_some(),
            }
            self.at += 1;
        }
    }

    /// A string from its opening quote on, without escapes. `None` if a line break cuts it short, and then it ends
    /// there; the end of the file closes it.
    fn string(&mut self) -> Option<String> {
        let start = self.at + 1;
        let end = end_of_string(self.bytes, self.at);
        self.at = end.unwrap_or_else(|cut| cut);
        // The backslash before a character of many bytes stepped into it, never over a quote: both ends are quotes.
        end.ok().and_then(|end| self.text.get(start..end - 1)).map(unescape)
    }

    fn import(&mut self, token: Span, span: Span, url: String) {
        let Some(prelude) = &mut self.prelude else { return };
        if prelude.import && prelude.depth == self.open.len() {
            // Only the first is the file: what follows is its condition.
            prelude.import = false;
            self.push(Role::Import, token, span, url);
        }
    }

    fn push(&mut self, role: Role, token: Span, span: Span, url: String) {
        self.found.references.push(Reference { role, token, span, url });
    }

    fn comment(&mut self) {
        let start = self.at + 2;
        self.at = end_of_comment(self.bytes, self.at);
        let end = self.at.saturating_sub(2).max(start);
        let is_legal = |text: &str| text.starts_with('!') || text.contains("@license") || text.contains("@preserve");
        let is_new = self.found.legal.last().is_none_or(|it| (it.start as usize) < start);
        if is_new && self.text.get(start..end).is_some_and(is_legal) {
            self.found.legal.push(Span::new(start as u32, end as u32));
        }
    }

    fn number(&mut self) {
        let digits = |scanner: &mut Self| {
            while scanner.peek(0).is_some_and(|byte| byte.is_ascii_digit()) {
                scanner.at += 1;
            }
        };
        digits(self);
        if self.peek(0) == Some(b'.') && self.peek(1).is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
            digits(self);
        }
        self.name();
    }

    /// The name at this place, maybe empty, as written.
    fn name(&mut self) -> &'a str {
        let start = self.at;
        self.at = end_of_name(self.bytes, start);
        self.text.get(start..self.at).unwrap_or_default()
    }

    fn starts_name(&self) -> bool {
        match self.peek(0) {
            Some(b'\\') => is_escape(self.bytes, self.at),
            Some(byte) => is_name_byte(byte),
            None => false,
        }
    }

    fn skip_space(&mut self) {
        self.at = skip_space(self.bytes, self.at);
    }

    fn skip_space_and_comments(&mut self) {
        self.skip_space();
        while self.peek(0) == Some(b'/') && self.peek(1) == Some(b'*') {
            self.comment();
            self.skip_space();
        }
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }
}

/// Past the name at a place; the place itself where none is.
pub(super) fn end_of_name(bytes: &[u8], mut at: usize) -> usize {
    loop {
        match bytes.get(at) {
            Some(&byte) if is_name_byte(byte) => at += 1,
            Some(b'\\') if is_escape(bytes, at) => at = end_of_escape(bytes, at),
            _ => return at,
        }
    }
}

/// At a `\`: whether it escapes what follows.
fn is_escape(bytes: &[u8], at: usize) -> bool {
    !matches!(bytes.get(at + 1), None | Some(b'\n' | b'\r' | b'\x0c'))
}

/// Past the escape at a place. Of a character of many bytes only the first: the others are part of any name or URL.
fn end_of_escape(bytes: &[u8], at: usize) -> usize {
    let digits = bytes[at + 1..].iter().take(6).take_while(|byte| byte.is_ascii_hexdigit()).count();
    let end = at + 1 + digits.max(1);
    match &bytes[end..] {
        [b'\r', b'\n', ..] if digits > 0 => end + 2,
        [byte, ..] if digits > 0 && is_space(*byte) => end + 1,
        _ => end,
    }
}

/// Past white space.
pub(super) fn skip_space(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(|byte| is_space(*byte)) {
        at += 1;
    }
    at
}

pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c')
}

/// Past the comment that starts at a place.
pub(super) fn end_of_comment(bytes: &[u8], at: usize) -> usize {
    memchr::memmem::find(&bytes[at + 2..], b"*/").map_or(bytes.len(), |found| at + found + 4)
}

/// Past the string whose opening quote is at a place.
///
/// # Errors
/// Where a line break, or the end of the file, cuts it short.
pub(super) fn end_of_string(bytes: &[u8], at: usize) -> Result<usize, usize> {
    let mut end = at + 1;
    loop {
        match bytes.get(end) {
            Some(byte) if *byte == bytes[at] => return Ok(end + 1),
            None | Some(b'\n' | b'\r' | b'\x0c') => return Err(end),
            Some(b'\\') => {
                let is_crlf = bytes[end + 1..].starts_with(b"\r\n");
                end = (end + if is_crlf { 3 } else { 2 }).min(bytes.len());
            }
            Some(_) => end += 1,
        }
    }
}

pub(super) fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | 0x80..)
}

pub(super) fn span(start: usize, end: usize) -> Span {
    Span::new(start as u32, end as u32)
}

/// `raw` with its escapes replaced.
pub(super) fn unescape(raw: &str) -> String {
    if !raw.contains('\\') && !raw.contains('\0') {
        return raw.to_owned();
    }
    let mut out = String::with_capacity(raw.len());
    let mut chars = raw.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\0' => out.push('\u{fffd}'),
            '\\' => match chars.next() {
                None => out.push('\u{fffd}'),
                Some('\r') => {
                    chars.next_if_eq(&'\n');
                }
                Some('\n' | '\x0c') => {}
                Some(first) if first.is_ascii_hexdigit() => {
                    let mut code = first.to_digit(16).unwrap_or(0);
                    for _ in 0..5 {
                        let Some(digit) = chars.peek().and_then(|c| c.to_digit(16)) else { break };
                        code = code * 16 + digit;
                        chars.next();
                    }
                    if chars.next_if_eq(&'\r').is_some() {
                        chars.next_if_eq(&'\n');
                    } else {
                        chars.next_if(|c| matches!(c, ' ' | '\t' | '\n' | '\x0c'));
                    }
                    out.push(char::from_u32(code).filter(|&c| c != '\0').unwrap_or('\u{fffd}'));
                }
                Some(other) => out.push(other),
            },
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn urls(text: &str) -> Vec<(Role, String, &str)> {
        let found = scan(text).references;
        found.into_iter().map(|it| (it.role, it.url, &text[it.span.start as usize..it.span.end as usize])).collect()
    }

    fn check(text: &str, role: Role, expected: &[&str]) {
        let found: Vec<String> = urls(text).into_iter().filter(|it| it.0 == role).map(|it| it.1).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn urls_are_found_where_they_are_tokens() {
        check("a{b:url(x.png) URL( 'y z' ) url(\"q\"/**/)}", Role::Url, &["x.png", "y z", "q"]);
        check("a{b:url(a\\)b) url(\\61 b)}", Role::Url, &["a)b", "ab"]);
        check("/* url(x) */ a{content:\"url(y)\"; b: xurl(z) 1url(z) #url(z)}", Role::Url, &[]);
        check("a{b:url(a b) url(a\"b) url(ok)}", Role::Url, &["ok"]);
        check("a{b:url(\"a\" crossorigin) url(ok)}", Role::Url, &["ok"]);
        check("@namespace url(x); @-moz-document url(y) { a { b: url(z) } }", Role::Url, &["z"]);
        check("a{--b:url(x)", Role::Url, &["x"]);
        check("a{b:url(x", Role::Url, &[]);
        check("a{b:\"\\é\" url(x)}", Role::Url, &["x"]);
    }

    #[test]
    fn strings_count_in_their_places() {
        let images = "a{b:image-set(\"x\" 1x type(\"image/png\"), url(y) 2x, 'z' 3x), \"no\"}";
        check(images, Role::ImageString, &["x", "z"]);
        check("@import 'a'; @IMPORT url(b) supports(x: url(no)); @media x { y: 'no' }", Role::Import, &["a", "b"]);
        check(".a{composes: b c from './d.css'; content: 'no'} .e{content: 'no'}", Role::Composes, &["./d.css"]);
    }

    #[test]
    fn depth_and_length() {
        let refused = |text: &str| scan(text).refused.map(|(span, _)| span.start);
        assert_eq!(refused(&"a{".repeat(65)), Some(129));
        assert_eq!(refused(&"a{".repeat(64)), None);
        assert_eq!(refused(&"a{b:c(d[e])}".repeat(100)), None);
        assert_eq!(refused(&format!("a{{b:calc(1{})}}", " + 1".repeat(513))), Some(2059));
        assert_eq!(refused(&"a{b:calc(1 + 1)}".repeat(1000)), None);
        assert_eq!(refused(&"(calc(".repeat(9)), Some(53));
    }
}
