//! A JSON scanner that checks the text and copies its values without white space.

use std::borrow::Cow;

use nexxo_base::Span;

/// Why a text is not JSON.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct JsonError {
    /// One sentence without a full stop.
    pub message: String,
    /// The first wrong byte, or the empty end of the text.
    pub span: Span,
}

/// A place in a JSON text.
pub(super) struct Scanner<'a> {
    text: &'a str,
    at: usize,
    /// One item for each open container, `true` for an object.
    open: Vec<bool>,
    max_depth: usize,
}

impl<'a> Scanner<'a> {
    /// At the start of `text`, after its byte order mark.
    pub(super) fn new(text: &'a str) -> Self {
        let at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        Self { text, at, open: Vec::new(), max_depth: 0 }
    }

    /// How many containers were ever open at once.
    pub(super) fn max_depth(&self) -> usize {
        self.max_depth
    }

    /// Enters the top-level object: whether it is empty (and already left), or `None` if the value is something else.
    pub(super) fn object_start(&mut self) -> Result<Option<bool>, JsonError> {
        self.skip_space();
        if self.peek() != Some(b'{') {
            return Ok(None);
        }
        self.at += 1;
        self.enter(true);
        self.skip_space();
        let empty = self.peek() == Some(b'}');
        if empty {
            self.at += 1;
            self.open.pop();
        }
        Ok(Some(empty))
    }

    /// Reads a key of the top-level object and the `:` after it.
    pub(super) fn key(&mut self) -> Result<Key<'a>, JsonError> {
        let key = self.raw_key()?;
        self.colon()?;
        Ok(key)
    }

    /// After a value of the top-level object: whether another one follows. Otherwise the object has been left.
    pub(super) fn next_entry(&mut self) -> Result<bool, JsonError> {
        self.skip_space();
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                Ok(true)
            }
            Some(b'}') => {
                self.at += 1;
                self.open.pop();
                Ok(false)
            }
            _ => Err(self.unexpected("`,` or `}` after a property")),
        }
    }

    /// Checks that nothing follows.
    pub(super) fn end(&mut self) -> Result<(), JsonError> {
        self.skip_space();
        if self.at < self.text.len() { Err(self.unexpected("the end of the file")) } else { Ok(()) }
    }

    /// Reads one value with all that is in it, and appends it to `out` as a JavaScript expression.
    pub(super) fn value(&mut self, out: &mut String) -> Result<(), JsonError> {
        let base = self.open.len();
        loop {
            if self.value_start(out)? {
                continue;
            }
            loop {
                if self.open.len() == base {
                    return Ok(());
                }
                let in_object = self.open.last() == Some(&true);
                self.skip_space();
                match (self.peek(), in_object) {
                    (Some(b','), _) => {
                        self.at += 1;
                        out.push(',');
                        if in_object {
                            self.copy_key(out)?;
                        }
                        break;
                    }
                    (Some(b'}'), true) => self.leave('}', out),
                    (Some(b']'), false) => self.leave(']', out),
                    (_, true) => return Err(self.unexpected("`,` or `}` after a property")),
                    (_, false) => return Err(self.unexpected("`,` or `]` after an element")),
                }
            }
        }
    }

    /// Reads a value that has no others in it, or the start of one that has: whether another value must follow.
    fn value_start(&mut self, out: &mut String) -> Result<bool, JsonError> {
        self.skip_space();
        match self.peek() {
            Some(b'{') => {
                self.at += 1;
                out.push('{');
                self.enter(true);
                self.skip_space();
                if self.peek() == Some(b'}') {
                    self.leave('}', out);
                    return Ok(false);
                }
                self.copy_key(out)?;
                Ok(true)
            }
            Some(b'[') => {
                self.at += 1;
                out.push('[');
                self.enter(false);
                self.skip_space();
                if self.peek() == Some(b']') {
                    self.leave(']', out);
                    return Ok(false);
                }
                Ok(true)
            }
            Some(b'"') => {
                out.push_str(self.string()?);
                Ok(false)
            }
            Some(b'-' | b'0'..=b'9') => {
                out.push_str(self.number()?);
                Ok(false)
            }
            _ => {
                for word in ["true", "false", "null"] {
                    if self.text.as_bytes()[self.at..].starts_with(word.as_bytes()) {
                        self.at += word.len();
                        out.push_str(word);
                        return Ok(false);
                    }
                }
                Err(self.unexpected("a value"))
            }
        }
    }

    fn enter(&mut self, object: bool) {
        self.open.push(object);
        self.max_depth = self.max_depth.max(self.open.len());
    }

    fn leave(&mut self, bracket: char, out: &mut String) {
        self.at += 1;
        self.open.pop();
        out.push(bracket);
    }

    /// Copies a key and the `:` after it.
    fn copy_key(&mut self, out: &mut String) -> Result<(), JsonError> {
        self.raw_key()?.print(out);
        self.colon()?;
        out.push(':');
        Ok(())
    }

    fn raw_key(&mut self) -> Result<Key<'a>, JsonError> {
        self.skip_space();
        match self.peek() {
            Some(b'"') => Ok(Key(self.string()?)),
            _ => Err(self.unexpected("a property name in double quotes")),
        }
    }

    fn colon(&mut self) -> Result<(), JsonError> {
        self.skip_space();
        if self.peek() != Some(b':') {
            return Err(self.unexpected("`:` after a property name"));
        }
        self.at += 1;
        Ok(())
    }

    /// A string as written, with its quotes. The current byte is the opening one.
    fn string(&mut self) -> Result<&'a str, JsonError> {
        let start = self.at;
        let bytes = self.text.as_bytes();
        self.at += 1;
        loop {
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(&self.text[start..self.at]);
                }
                Some(b'\\') => {
                    let length = match bytes.get(self.at + 1) {
                        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => 2,
                        Some(b'u')
                            if bytes
                                .get(self.at + 2..self.at + 6)
                                .is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)) =>
                        {
                            6
                        }
                        _ => return Err(self.error("Invalid escape sequence in a string")),
                    };
                    self.at += length;
                }
                Some(0..0x20) => return Err(self.error("Control character in a string: it must be escaped")),
                Some(_) => self.at += 1,
                None => {
                    self.at = start;
                    return Err(self.error("Unterminated string"));
                }
            }
        }
    }

    /// A number as written.
    fn number(&mut self) -> Result<&'a str, JsonError> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        if self.peek() == Some(b'0') {
            self.at += 1;
            if matches!(self.peek(), Some(b'0'..=b'9')) {
                return Err(self.error("A number cannot start with 0"));
            }
        } else {
            self.digits()?;
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(&self.text[start..self.at])
    }

    fn digits(&mut self) -> Result<(), JsonError> {
        if !matches!(self.peek(), Some(b'0'..=b'9')) {
            return Err(self.unexpected("a digit"));
        }
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        Ok(())
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn unexpected(&self, expected: &str) -> JsonError {
        match self.text[self.at..].chars().next() {
            Some('/') => self.error(format!("Expected {expected}, found `/`: JSON has no comments")),
            Some(found) => self.error(format!("Expected {expected}, found `{}`", found.escape_debug())),
            None => self.error(format!("Expected {expected}, found the end of the file")),
        }
    }

    /// An error at the current character.
    fn error(&self, message: impl Into<String>) -> JsonError {
        let length = self.text[self.at..].chars().next().map_or(0, char::len_utf8);
        JsonError { message: message.into(), span: Span::new(self.at as u32, (self.at + length) as u32) }
    }
}

/// A property name: a checked string literal with its quotes.
pub(super) struct Key<'a>(&'a str);

impl<'a> Key<'a> {
    /// Its value, unless that is not Unicode (a lone surrogate).
    pub(super) fn text(&self) -> Option<Cow<'a, str>> {
        let body = self.body();
        if body.contains('\\') {
            String::from_utf16(&self.units()).ok().map(Cow::Owned)
        } else {
            Some(Cow::Borrowed(body))
        }
    }

    /// Its value in UTF-16.
    pub(super) fn units(&self) -> Box<[u16]> {
        let mut units: Vec<u16> = Vec::with_capacity(self.0.len());
        let mut chars = self.body().chars();
        while let Some(c) = chars.next() {
            if c != '\\' {
                units.extend_from_slice(c.encode_utf16(&mut [0; 2]));
                continue;
            }
            units.push(match chars.next() {
                Some('b') => 8,
                Some('f') => 12,
                Some('n') => 10,
                Some('r') => 13,
                Some('t') => 9,
                Some('u') => (0..4).fold(0, |unit: u16, _| {
                    unit << 4 | chars.next().and_then(|digit| digit.to_digit(16)).unwrap_or(0) as u16
                }),
                Some(c) => c as u16,
                None => break,
            });
        }
        units.into()
    }

    /// Appends it as the name of a property in an object literal.
    pub(super) fn print(&self, out: &mut String) {
        if self.text().is_some_and(|text| text == "__proto__") {
            out.push_str("[\"__proto__\"]");
        } else {
            out.push_str(self.0);
        }
    }

    fn body(&self) -> &'a str {
        self.0.get(1..self.0.len().saturating_sub(1)).unwrap_or_default()
    }
}
