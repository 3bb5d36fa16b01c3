//! JSON with comments and trailing commas, read into a tree that knows where each value and key stands.

use nexxo_base::Span;

/// A value and its place.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Node {
    /// Where it stands.
    pub(crate) span: Span,
    /// What it is.
    pub(crate) value: Value,
}

/// A JSON value.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Value {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A number, as it is spelt.
    Number(String),
    /// A string without quotes and escapes.
    String(String),
    /// `[…]`
    Array(Vec<Node>),
    /// `{…}`, in the order of the text.
    Object(Vec<(Key, Node)>),
}

/// A key of an object and its place.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Key {
    /// Where it stands, with its quotes.
    pub(crate) span: Span,
    /// Its text.
    pub(crate) name: String,
}

impl Value {
    /// What kind of value it is, with an article.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::String(_) => "a string",
            Self::Array(_) => "an array",
            Self::Object(_) => "an object",
        }
    }

    /// The value as JSON without white space.
    pub(crate) fn to_json(&self) -> String {
        match self {
            Self::Null => "null".into(),
            Self::Bool(value) => value.to_string(),
            Self::Number(text) => text.clone(),
            Self::String(text) => quote(text),
            Self::Array(items) => format!("[{}]", join(items.iter().map(|item| item.value.to_json()))),
            Self::Object(entries) => {
                format!(
                    "{{{}}}",
                    join(entries.iter().map(|(key, item)| quote(&key.name) + ":" + &item.value.to_json()))
                )
            }
        }
    }
}

/// `text` as a JSON string.
pub(crate) fn quote(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn join(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join(",")
}

/// What is wrong with the text, and where.
pub(crate) type Problem = (Span, String);

/// Reads a whole text.
pub(crate) fn parse(text: &str) -> Result<Node, Problem> {
    let mut parser = Parser { text, at: 0 };
    parser.skip_space()?;
    let node = parser.value(0)?;
    parser.skip_space()?;
    if parser.at < text.len() {
        return Err(parser.unexpected("the end of the file"));
    }
    Ok(node)
}

/// Deeper nesting than this is refused, so that no text can overflow the stack. A guess far above any real file.
const DEPTH_LIMIT: usize = 100;

struct Parser<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Parser<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn span_from(&self, start: usize) -> Span {
        Span::new(start as u32, self.at as u32)
    }

    fn unexpected(&self, wanted: &str) -> Problem {
        match self.peek() {
            Some(found) => (
                Span::new(self.at as u32, (self.at + found.len_utf8()) as u32),
                format!("expected {wanted}, found `{found}`"),
            ),
            None => {
                (Span::new(self.at as u32, self.at as u32), format!("expected {wanted}, found the end of the file"))
            }
        }
    }

    fn eat(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.at += wanted.len_utf8();
        }
        found
    }

    fn skip_space(&mut self) -> Result<(), Problem> {
        loop {
            let trimmed = self.rest().trim_start();
            self.at = self.text.len() - trimmed.len();
            if trimmed.starts_with("//") {
                self.at += trimmed.find(['\n', '\r']).unwrap_or(trimmed.len());
            } else if trimmed.starts_with("/*") {
                let Some(length) = trimmed.find("*/") else {
                    return Err((Span::new(self.at as u32, self.at as u32 + 2), "this comment has no end".into()));
                };
                self.at += length + 2;
            } else {
                return Ok(());
            }
        }
    }

    fn value(&mut self, depth: usize) -> Result<Node, Problem> {
        let start = self.at;
        if depth > DEPTH_LIMIT {
            return Err((Span::new(start as u32, start as u32 + 1), "nested too deeply".into()));
        }
        let value = match self.peek() {
            Some('"') => Value::String(self.string()?),
            Some('[') => self.array(depth)?,
            Some('{') => self.object(depth)?,
            Some(c) if c == '-' || c.is_ascii_alphanumeric() => self.word()?,
            _ => return Err(self.unexpected("a value")),
        };
        Ok(Node { span: self.span_from(start), value })
    }

    /// A number, `true`, `false` or `null`.
    fn word(&mut self) -> Result<Value, Problem> {
        let start = self.at;
        let rest = self.rest();
        let length =
            rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '.'))).unwrap_or(rest.len());
        let word = rest[..length].to_owned();
        self.at += length;
        match word.as_str() {
            "true" => Ok(Value::Bool(true)),
            "false" => Ok(Value::Bool(false)),
            "null" => Ok(Value::Null),
            _ if serde_json::from_str::<serde_json::Number>(&word).is_ok() => Ok(Value::Number(word)),
            _ => Err((self.span_from(start), format!("`{word}` is not a JSON value (strings need double quotes)"))),
        }
    }

    fn string(&mut self) -> Result<String, Problem> {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let mut end = start + 1;
        loop {
            match bytes.get(end) {
                None | Some(b'\n' | b'\r') => {
                    return Err((Span::new(start as u32, end as u32), "this string has no closing quote".into()));
                }
                Some(b'"') => break,
                // What follows a backslash is a character of its own, even a quote; never the end of the line.
                Some(b'\\') if bytes.get(end + 1).is_some_and(|next| !matches!(next, b'\n' | b'\r')) => end += 2,
                Some(_) => end += 1,
            }
        }
        self.at = end + 1;
        serde_json::from_str(&self.text[start..self.at]).map_err(|_| {
            (
                self.span_from(start),
                "this string holds an escape or a control character that JSON does not allow".into(),
            )
        })
    }

    fn array(&mut self, depth: usize) -> Result<Value, Problem> {
        let mut items = Vec::new();
        self.at += 1;
        loop {
            self.skip_space()?;
            if self.eat(']') {
                return Ok(Value::Array(items));
            }
            items.push(self.value(depth + 1)?);
            self.skip_space()?;
            if !self.eat(',') && self.peek() != Some(']') {
                return Err(self.unexpected("`,` or `]`"));
            }
        }
    }

    fn object(&mut self, depth: usize) -> Result<Value, Problem> {
        let mut entries = Vec::new();
        self.at += 1;
        loop {
            self.skip_space()?;
            if self.eat('}') {
                return Ok(Value::Object(entries));
            }
            let start = self.at;
            if self.peek() != Some('"') {
                return Err(self.unexpected("a key in double quotes or `}`"));
            }
            let name = self.string()?;
            let key = Key { span: self.span_from(start), name };
            self.skip_space()?;
            if !self.eat(':') {
                return Err(self.unexpected("`:`"));
            }
            self.skip_space()?;
            entries.push((key, self.value(depth + 1)?));
            self.skip_space()?;
            if !self.eat(',') && self.peek() != Some('}') {
                return Err(self.unexpected("`,` or `}`"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_trailing_commas_and_spans() {
        let text = "// a\n{ /* b */ \"x\": [1, -2.5e3, \"\\u00e9\\n\",], \"y\": { \"z\": null, }, }\n";
        let node = parse(text).unwrap();
        assert_eq!(node.value.to_json(), r#"{"x":[1,-2.5e3,"é\n"],"y":{"z":null}}"#);
        let Value::Object(entries) = &node.value else { panic!() };
        let key = entries[1].0.span;
        assert_eq!(&text[key.start as usize..key.end as usize], "\"y\"");
    }

    #[test]
    fn problems_have_places() {
        let problem = |text: &str| parse(text).unwrap_err();
        assert_eq!(problem("{a: 1}"), (Span::new(1, 2), "expected a key in double quotes or `}`, found `a`".into()));
        assert_eq!(problem("[1 2]").1, "expected `,` or `]`, found `2`");
        assert_eq!(problem("[1").1, "expected `,` or `]`, found the end of the file");
        assert_eq!(problem("{} é").1, "expected the end of the file, found `é`");
        assert_eq!(problem("\"a").1, "this string has no closing quote");
        assert_eq!(problem("\"a\\").1, "this string has no closing quote");
        assert_eq!(problem("[01]").1, "`01` is not a JSON value (strings need double quotes)");
        assert_eq!(problem(&"[".repeat(5000)).1, "nested too deeply");
        assert_eq!(problem("").1, "expected a value, found the end of the file");
    }
}
