//! SVG as the text of a data URL.
//!
//! Nothing that can be seen becomes another: quotes of attributes become single ones, which need no escape, and white space
//! that XML takes for one space, or for none, is one, or none. All text that is no attribute stays as it is.

use std::iter::Peekable;
use std::str::CharIndices;

/// Elements whose text is shown or run: in an image that has one, white space between elements may be text.
const WITH_TEXT: [&str; 4] = ["<text", "<foreignObject", "<script", "xml:space"];

/// Attributes whose value is a list of numbers and letters, whatever is between them.
const LISTS: [&str; 5] = ["d", "points", "transform", "viewBox", "values"];

/// The data URL of an image.
pub(super) fn data_url(text: &str) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).trim();
    let mut out = String::with_capacity(text.len() + text.len() / 4 + 19);
    out.push_str("data:image/svg+xml,");
    let keeps_space = WITH_TEXT.iter().any(|it| text.contains(it));
    let mut rest = text;
    while !rest.is_empty() {
        let part = match rest.strip_prefix('<') {
            Some(inside) if inside.starts_with('!') || inside.starts_with('?') => {
                let end = match inside {
                    it if it.starts_with("!--") => "-->",
                    it if it.starts_with("![CDATA[") => "]]>",
                    it if it.starts_with('?') => "?>",
                    _ => ">",
                };
                let part = &rest[..rest.find(end).map_or(rest.len(), |at| at + end.len())];
                part.chars().for_each(|c| push(&mut out, c));
                part
            }
            Some(_) => {
                let part = &rest[..tag_length(rest)];
                push_tag(&mut out, part);
                part
            }
            None => {
                let part = &rest[..rest.find('<').unwrap_or(rest.len())];
                if keeps_space || !part.trim_start().is_empty() {
                    part.chars().for_each(|c| push(&mut out, c));
                }
                part
            }
        };
        rest = &rest[part.len()..];
    }
    out
}

/// The length of the tag that `text` starts with: its `>` is the first outside of quotes.
fn tag_length(text: &str) -> usize {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None if c == '>' => return at + 1,
            None => {}
        }
    }
    text.len()
}

fn push_tag(out: &mut String, tag: &str) {
    let mut chars = tag.char_indices().peekable();
    let mut name_start = 0;
    while let Some((at, c)) = chars.next() {
        match c {
            '"' | '\'' => {
                let name = tag[name_start..at].trim_end_matches(|c: char| c.is_ascii_whitespace() || c == '=');
                let start = at + 1;
                let end = tag[start..].find(c).map_or(tag.len(), |length| start + length);
                push_value(out, name, &tag[start..end], c);
                while chars.next_if(|(at, _)| *at <= end).is_some() {}
                name_start = end + 1;
            }
            _ if c.is_ascii_whitespace() => {
                skip_space(&mut chars);
                name_start = chars.peek().map_or(tag.len(), |(at, _)| *at);
                // A space after a value or a name, but not before the end.
                if !matches!(chars.peek(), Some((_, '>' | '/' | '='))) && !out.ends_with('=') {
                    push(out, ' ');
                }
            }
            _ => push(out, c),
        }
    }
}

fn push_value(out: &mut String, name: &str, value: &str, quote: char) {
    let quote = if value.contains('\'') { quote } else { '\'' };
    push(out, quote);
    let mut chars = value.char_indices().peekable();
    while let Some((_, c)) = chars.next() {
        if c.is_ascii_whitespace() {
            if LISTS.contains(&name) {
                skip_space(&mut chars);
            }
            push(out, ' ');
        } else {
            push(out, c);
        }
    }
    push(out, quote);
}

fn skip_space(chars: &mut Peekable<CharIndices<'_>>) {
    while chars.next_if(|(_, c)| c.is_ascii_whitespace()).is_some() {}
}

/// Appends a character as it may stand in a URL that stands in quotes, or in an attribute of a page.
fn push(out: &mut String, c: char) {
    const LOWER: &[u8; 16] = b"0123456789abcdef";
    const UPPER: &[u8; 16] = b"0123456789ABCDEF";
    // Lower case for what is ASCII, which is what stands beside it; compressed, the one is shorter than both.
    let digits = if c.is_ascii() { LOWER } else { UPPER };
    if matches!(c, '!'..='~') && !matches!(c, '"' | '#' | '%' | '<' | '>' | '\\' | '`') {
        return out.push(c);
    }
    for &byte in c.encode_utf8(&mut [0; 4]).as_bytes() {
        out.push('%');
        out.push(digits[(byte >> 4) as usize] as char);
        out.push(digits[(byte & 15) as usize] as char);
    }
}

#[cfg(test)]
mod tests {
    use super::data_url;

    /// What is in the URL, unescaped.
    fn encoded(text: &str) -> String {
        let url = data_url(text);
        let encoded = url.strip_prefix("data:image/svg+xml,").unwrap();
        assert!(!encoded.contains(['"', ' ', '<', '>', '\\', '\n', '#']), "{encoded}");
        let mut bytes = Vec::new();
        let mut rest = encoded.as_bytes();
        while let [first, after @ ..] = rest {
            if *first == b'%' {
                bytes.push(u8::from_str_radix(std::str::from_utf8(&after[..2]).unwrap(), 16).unwrap());
                rest = &after[2..];
            } else {
                bytes.push(*first);
                rest = after;
            }
        }
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn attributes_get_single_quotes() {
        assert_eq!(data_url("<svg a=\"1\" b='2'/>"), "data:image/svg+xml,%3csvg%20a='1'%20b='2'/%3e");
        assert_eq!(encoded("<a b=\"it's\" c = 'say \"x\"'/>"), "<a b=\"it's\" c='say \"x\"'/>");
        assert_eq!(encoded("<a b=\"x>y\">t \"q\"</a>"), "<a b='x>y'>t \"q\"</a>");
    }

    #[test]
    fn only_white_space_that_means_nothing_goes() {
        assert_eq!(
            encoded("<svg\n  a=\"1\"\n>\n  <path d=\"M0 0\n    L1 1\"  />\n</svg>\n"),
            "<svg a='1'><path d='M0 0 L1 1'/></svg>"
        );
        assert_eq!(encoded("<svg> <text> a  b </text> </svg>"), "<svg> <text> a  b </text> </svg>");
        assert_eq!(
            encoded("<svg><title>a\n b</title><a  class=\"x\n  y\"/></svg>"),
            "<svg><title>a\n b</title><a class='x   y'/></svg>"
        );
    }

    #[test]
    fn what_is_no_element_stays() {
        let text =
            "<?xml version=\"1.0\"?><!-- \"a\" > --><svg><style><![CDATA[a > b { content: \"x  y\" }]]></style></svg>";
        assert_eq!(encoded(text), text);
    }

    #[test]
    fn any_text_is_encoded() {
        for text in
            ["", "<", "<a b=\"", "<!--", "<![CDATA[", "é<a='ü'", "<a b=\"1\"\"2\">", "<a b=>", "</", "<a\u{a0}b>"]
        {
            assert!(data_url(text).is_ascii());
        }
    }
}
