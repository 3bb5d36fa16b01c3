//! Texts of open documents, and the edits of them.

use std::sync::Arc;

use lsp_types::TextDocumentContentChangeEvent;

use crate::positions::{Encoding, offset_at, splits_pair};

/// An open document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Document {
    /// Its text.
    pub(crate) text: Arc<str>,
    /// Its version, as the editor counts.
    pub(crate) version: i32,
}

/// A text after these changes, each of which sees the one before. A change that leads outside of the text is taken to its end.
/// Of a character that a change takes in half, what stays is `\u{fffd}`, as in what the editor will save.
pub(crate) fn changed(text: &str, changes: &[TextDocumentContentChangeEvent], encoding: Encoding) -> String {
    changes.iter().fold(text.to_string(), |text, change| {
        let Some(range) = change.range else { return change.text.clone() };
        let (first, last) = (range.start.min(range.end), range.start.max(range.end));
        let (start, end) = (offset_at(&text, first, encoding) as usize, offset_at(&text, last, encoding) as usize);
        let half = |position| if splits_pair(&text, position, encoding) { "\u{fffd}" } else { "" };
        let (before, after) = (half(first), half(last));
        let mut rest = text[end..].chars();
        if !after.is_empty() {
            rest.next();
        }
        [&text[..start], before, &change.text, after, rest.as_str()].concat()
    })
}

#[cfg(test)]
mod tests {
    use lsp_types::{Position, Range};

    use super::*;

    fn change(range: Option<(u32, u32, u32, u32)>, text: &str) -> TextDocumentContentChangeEvent {
        let range = range.map(|(a, b, c, d)| Range { start: Position::new(a, b), end: Position::new(c, d) });
        TextDocumentContentChangeEvent { range, range_length: None, text: text.into() }
    }

    #[test]
    fn each_change_sees_the_one_before() {
        let changes =
            [change(Some((0, 1, 0, 3)), "x"), change(Some((0, 2, 1, 0)), "\n\n"), change(Some((2, 0, 2, 0)), "!")];
        assert_eq!(changed("a😀b\nc", &changes, Encoding::Utf16), "ax\n\n!c");
        assert_eq!(changed("abc", &[change(None, "new")], Encoding::Utf8), "new");
    }

    #[test]
    fn no_change_is_too_wild() {
        assert_eq!(changed("abc", &[change(Some((7, 7, 9, 9)), "!")], Encoding::Utf16), "abc!");
        assert_eq!(changed("abc", &[change(Some((0, 2, 0, 1)), "!")], Encoding::Utf16), "a!c");
    }

    #[test]
    fn half_a_pair_is_no_character() {
        let split = |from, to| changed("a😀b", &[change(Some((0, from, 0, to)), "!")], Encoding::Utf16);
        assert_eq!(split(2, 2), "a\u{fffd}!\u{fffd}b");
        assert_eq!(split(1, 2), "a!\u{fffd}b");
        assert_eq!(split(2, 3), "a\u{fffd}!b");
        assert_eq!(split(2, 4), "a\u{fffd}!");
        assert_eq!(split(1, 3), "a!b");
    }
}
