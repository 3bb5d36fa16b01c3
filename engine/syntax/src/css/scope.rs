//! `:global` and `:local` without brackets, which turn the rest of a selector: written with brackets, as the parser
//! knows them.

use nexxo_base::Span;

use super::scan::{end_of_comment, end_of_string, span};

/// What to write in place of which ranges of a sheet, in order.
pub(super) fn bracketed(text: &str) -> Vec<(Span, String)> {
    let mut edits = Vec::new();
    if !text.contains(":global") && !text.contains(":local") {
        return edits;
    }
    let bytes = text.as_bytes();
    let (mut at, mut start) = (0, 0);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'/' if bytes.get(at + 1) == Some(&b'*') => at = end_of_comment(bytes, at),
            b'"' | b'\'' => at = end_of_string(bytes, at).unwrap_or_else(|cut| cut),
            b'\\' => at += 2,
            b'{' => {
                Prelude { text, end: at, edits: &mut edits }.rewrite(start);
                at += 1;
                start = at;
            }
            b'}' | b';' => {
                at += 1;
                start = at;
            }
            _ => at += 1,
        }
    }
    edits
}

/// The text before a block.
struct Prelude<'t, 'e> {
    text: &'t str,
    end: usize,
    edits: &'e mut Vec<(Span, String)>,
}

impl Prelude<'_, '_> {
    fn rewrite(&mut self, start: usize) {
        let bytes = self.text.as_bytes();
        if self.text[start..self.end].trim_start().starts_with('@') {
            return;
        }
        let (mut at, mut depth, mut is_global) = (start, 0usize, false);
        let mut part = start;
        while at < self.end {
            match bytes[at] {
                b'/' if bytes.get(at + 1) == Some(&b'*') => at = end_of_comment(bytes, at),
                b'"' | b'\'' => at = end_of_string(bytes, at).unwrap_or_else(|cut| cut),
                b'\\' => at += 2,
                b'(' | b'[' => {
                    depth += 1;
                    at += 1;
                }
                b')' | b']' => {
                    depth = depth.saturating_sub(1);
                    at += 1;
                }
                b',' if depth == 0 => {
                    self.close(part, at, is_global);
                    is_global = false;
                    at += 1;
                    part = at;
                }
                b':' if depth == 0 => match switch_at(&self.text[at..self.end]) {
                    Some((length, to_global, Form::Bare)) => {
                        self.close(part, at, is_global);
                        is_global = to_global;
                        let rest = &self.text[at + length..self.end];
                        let end = at + length + (rest.len() - rest.trim_start().len());
                        let is_attached = at > start
                            && !matches!(
                                bytes[at - 1],
                                b' ' | b'\t' | b'\n' | b'\r' | b'\x0c' | b',' | b'>' | b'+' | b'~'
                            );
                        let space = if is_attached && end > at + length { " " } else { "" };
                        self.edits.push((span(at, end), space.to_owned()));
                        at = end;
                        part = at;
                    }
                    Some((length, _, Form::Function)) => {
                        self.close(part, at, is_global);
                        at = end_of_brackets(bytes, at + length, self.end);
                        part = at;
                    }
                    None => at += 1,
                },
                _ => at += 1,
            }
        }
        self.close(part, self.end, is_global);
    }

    /// Puts `part..end` in brackets where it is global, but for combinators at its ends.
    fn close(&mut self, part: usize, end: usize, is_global: bool) {
        let outside = |c: char| c.is_ascii_whitespace() || matches!(c, '>' | '+' | '~');
        let Some(text) = self.text.get(part..end).filter(|_| is_global) else { return };
        let inner = text.trim_matches(outside);
        if !inner.is_empty() {
            let from = part + text.len() - text.trim_start_matches(outside).len();
            self.edits.push((span(from, from), ":global(".to_owned()));
            self.edits.push((span(from + inner.len(), from + inner.len()), ")".to_owned()));
        }
    }
}

/// How a switch is written.
enum Form {
    Bare,
    Function,
}

/// The switch at the start of `text`: the length of its name, and whether it turns to global.
fn switch_at(text: &str) -> Option<(usize, bool, Form)> {
    let (length, to_global) = match text {
        _ if text.starts_with(":global") => (":global".len(), true),
        _ if text.starts_with(":local") => (":local".len(), false),
        _ => return None,
    };
    match text[length..].chars().next() {
        Some('(') => Some((length, to_global, Form::Function)),
        Some(c) if c.is_alphanumeric() || matches!(c, '-' | '_' | '\\') || !c.is_ascii() => None,
        _ => Some((length, to_global, Form::Bare)),
    }
}

/// Past the bracket that closes the one at `at`.
fn end_of_brackets(bytes: &[u8], at: usize, end: usize) -> usize {
    let mut depth = 0;
    for (i, byte) in bytes.iter().enumerate().take(end).skip(at) {
        match byte {
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return i + 1;
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::bracketed;

    fn written(text: &str) -> String {
        let mut out = String::new();
        let mut copied = 0;
        for (span, new) in bracketed(text) {
            out.push_str(&text[copied..span.start as usize]);
            out.push_str(&new);
            copied = span.end as usize;
        }
        out + &text[copied..]
    }

    #[test]
    fn the_rest_of_a_selector_is_turned() {
        assert_eq!(written(":global .a .b{}"), ":global(.a .b){}");
        assert_eq!(written(".x :global .a > .b:hover, .y {}"), ".x :global(.a > .b:hover), .y {}");
        assert_eq!(written(".x :global .a :local .b{}"), ".x :global(.a) .b{}");
        assert_eq!(written(":global .a > :local(.b) .c{}"), ":global(.a) > :local(.b) :global(.c){}");
        assert_eq!(written(".a:global .b{}"), ".a :global(.b){}");
        assert_eq!(written(":local .a{}"), ".a{}");
    }

    #[test]
    fn all_else_stays() {
        for text in [
            ":global(.a) .b{}",
            ".a{content:':global .b'} .c{}",
            "/* :global .a{} */ .b{}",
            ".a:global-x{}",
            "@media (x:global){.b{}}",
            ".a[b=':global c']{}",
        ] {
            assert_eq!(written(text), text);
        }
    }

    #[test]
    fn no_text_is_too_odd() {
        for text in
            [":global", ":global {", "{", ":global(", ":global(.a {", "a \\{ :global .b {", ":global\u{e9} {", "'\\"]
        {
            written(text);
        }
    }
}
