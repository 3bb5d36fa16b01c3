//! Bytes of a text and the lines and columns in which the protocol counts.

use lsp_types::{Position, PositionEncodingKind, Range};
use nexxo_base::Span;

/// In which units columns are counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 units: what every client knows.
    #[default]
    Utf16,
}

impl Encoding {
    /// The cheapest one that a client offers.
    pub(crate) fn of(offered: Option<&[PositionEncodingKind]>) -> Self {
        match offered {
            Some(offered) if offered.contains(&PositionEncodingKind::UTF8) => Self::Utf8,
            _ => Self::Utf16,
        }
    }

    /// As the protocol names it.
    pub(crate) fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
        }
    }

    fn width(self, c: char) -> u32 {
        match self {
            Self::Utf8 => c.len_utf8() as u32,
            Self::Utf16 => c.len_utf16() as u32,
        }
    }
}

/// The byte at a position. What lies behind the end of a line or of the text is taken for that end, and what lies inside of a
/// character for its start.
pub(crate) fn offset_at(text: &str, position: Position, encoding: Encoding) -> u32 {
    let mut start = 0;
    for _ in 0..position.line {
        match line_end(&text[start..]) {
            Some((_, after)) => start += after,
            None => return text.len() as u32,
        }
    }
    let line = &text[start..];
    let line = &line[..line_end(line).map_or(line.len(), |(end, _)| end)];
    let mut column = 0;
    for (at, c) in line.char_indices() {
        column += encoding.width(c);
        if column > position.character {
            return (start + at) as u32;
        }
    }
    (start + line.len()) as u32
}

/// Whether a position lies between the two units of one character.
pub(crate) fn splits_pair(text: &str, position: Position, encoding: Encoding) -> bool {
    let rest = &text[offset_at(text, position, encoding) as usize..];
    let is_pair = encoding == Encoding::Utf16 && rest.chars().next().is_some_and(|c| c.len_utf16() == 2);
    // Inside of a character its start is found; behind the end of a line, what follows is no pair.
    is_pair && position_at(text, (text.len() - rest.len()) as u32, encoding) != position
}

/// The position of a byte.
pub(crate) fn position_at(text: &str, offset: u32, encoding: Encoding) -> Position {
    let mut offset = (offset as usize).min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let (mut line, mut start) = (0, 0);
    while let Some((_, after)) = line_end(&text[start..]) {
        if start + after > offset {
            break;
        }
        start += after;
        line += 1;
    }
    let before = &text[start..offset];
    // The `\n` of a `\r\n` is no column of its own.
    let before = before.trim_end_matches(['\r', '\n']);
    Position { line, character: before.chars().map(|c| encoding.width(c)).sum() }
}

/// The range of a span.
pub(crate) fn range_of(text: &str, span: Span, encoding: Encoding) -> Range {
    Range { start: position_at(text, span.start, encoding), end: position_at(text, span.end, encoding) }
}

/// Where the first line of a text ends, and where the next one starts.
fn line_end(text: &str) -> Option<(usize, usize)> {
    let end = text.bytes().position(|byte| byte == b'\n' || byte == b'\r')?;
    let is_pair = text[end..].starts_with("\r\n");
    Some((end, end + if is_pair { 2 } else { 1 }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn position(line: u32, character: u32) -> Position {
        Position { line, character }
    }

    #[test]
    fn columns_are_counted_in_the_agreed_units() {
        let text = "a😀é\r\nb\rc\nd";
        assert_eq!(offset_at(text, position(0, 3), Encoding::Utf16), 5);
        assert_eq!(offset_at(text, position(0, 5), Encoding::Utf8), 5);
        assert_eq!(position_at(text, 5, Encoding::Utf16), position(0, 3));
        assert_eq!(position_at(text, 5, Encoding::Utf8), position(0, 5));
        assert_eq!(offset_at(text, position(2, 0), Encoding::Utf16), 11);
        assert_eq!(position_at(text, 13, Encoding::Utf16), position(3, 0));
    }

    #[test]
    fn what_is_outside_is_taken_for_the_end() {
        let text = "ab\r\n😀";
        assert_eq!(offset_at(text, position(0, 99), Encoding::Utf16), 2);
        assert_eq!(offset_at(text, position(9, 0), Encoding::Utf16), 8);
        assert_eq!(offset_at(text, position(1, 1), Encoding::Utf16), 4);
        assert_eq!(position_at(text, 3, Encoding::Utf16), position(0, 2));
        assert_eq!(position_at(text, 6, Encoding::Utf16), position(1, 0));
        assert_eq!(position_at(text, 99, Encoding::Utf8), position(1, 4));
    }

    #[test]
    fn every_character_comes_back() {
        let text = "x😀\u{2028}y\r\n\r\tä\n\n漢字\u{10FFFF}";
        for encoding in [Encoding::Utf8, Encoding::Utf16] {
            for (at, c) in text.char_indices() {
                let is_second = c == '\n' && text[..at].ends_with('\r');
                let there = offset_at(text, position_at(text, at as u32, encoding), encoding);
                assert_eq!(there, at as u32 - u32::from(is_second), "{c:?} at {at} in {encoding:?}");
            }
        }
    }
}
