//! Identifiers: which ones are taken by the language, and how to make one from a file name or a count.

use nexxo_base::Name;
use nexxo_base::words::is_reserved_word;

/// Names that no symbol of a chunk may have beside the reserved ones: what CommonJS puts around a module, globals that
/// made-up code uses, and `async`, which starts something else where a statement begins. Sorted.
const TAKEN: [&str; 9] =
    ["Promise", "URL", "__dirname", "__filename", "async", "document", "exports", "module", "require"];

/// Whether `name` may not name a symbol of a chunk: a reserved word, `arguments`, `exports` and the like.
pub fn is_reserved(name: &str) -> bool {
    is_reserved_word(name) || TAKEN.binary_search(&name).is_ok()
}

/// Whether `name` can stand where an identifier stands (it may still be reserved).
pub fn is_identifier(name: &str) -> bool {
    let mut chars = name.chars();
    let is_start = |c| is_start(c) || unicode_id_start::is_id_start_unicode(c);
    let is_part = |c| is_part(c) || unicode_id_start::is_id_continue_unicode(c) || matches!(c, '\u{200c}' | '\u{200d}');
    chars.next().is_some_and(is_start) && chars.all(is_part)
}

/// A valid ASCII identifier that resembles `text`: what cannot stand in one becomes `_`. It may still be reserved.
pub fn identifier_from(text: &str) -> Name {
    let mut out = Name::default();
    let mut gap = false;
    for c in text.chars() {
        if !is_part(c) {
            gap = true;
            continue;
        }
        if gap && !out.is_empty() || out.is_empty() && !is_start(c) {
            out.push('_');
        }
        gap = false;
        out.push(c);
    }
    if out.is_empty() { Name::const_new("_") } else { out }
}

/// What made-up names of a file are built on: its name without extension, or its folder's name for `index`; as a valid
/// identifier. Works for package specifiers too.
pub fn stem_of(path: &str) -> Name {
    let path = path.split(['?', '#']).next().unwrap_or(path).trim_end_matches('/');
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = match file.split_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => file,
    };
    let folder = folder.rsplit('/').next().unwrap_or("");
    identifier_from(if stem == "index" && !folder.is_empty() { folder } else { stem })
}

/// The `n`-th of all short names: 54 of one character, then two characters, and so on. Reserved words are among them.
/// Characters that are frequent in code anyway come first, which compresses better.
pub(crate) fn short_name(n: usize) -> Name {
    const CHARS: &[u8; 64] = b"etnrisoaclufdpmhgvybxw_SCTEDkOAjMNPFIqLRzBVHUWGKJYXQZ$0123456789";
    // Digits are last, so that the first 54 are what a name may start with.
    const STARTS: usize = 54;
    let mut name = Name::default();
    name.push(char::from(CHARS[n % STARTS]));
    let mut rest = n / STARTS;
    while rest > 0 {
        rest -= 1;
        name.push(char::from(CHARS[rest % CHARS.len()]));
        rest /= CHARS.len();
    }
    name
}

fn is_start(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_' || c == '$'
}

fn is_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '$'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_words_are_sorted() {
        assert!(TAKEN.is_sorted());
        assert!(is_reserved("while") && is_reserved("yield") && is_reserved("exports") && !is_reserved("foo"));
    }

    #[test]
    fn identifiers_are_made_from_anything() {
        let of = |text| identifier_from(text).to_string();
        assert_eq!([of("foo-bar"), of("1st"), of("@x/y.z"), of(""), of("--")], ["foo_bar", "_1st", "x_y_z", "_", "_"]);
        let of = |text| stem_of(text).to_string();
        assert_eq!([of("src/foo-bar.module.css"), of("lib/ui/index.ts"), of("index.js")], ["foo_bar", "ui", "index"]);
        assert_eq!([of("@scope/pkg"), of("node:fs"), of(".env"), of("")], ["pkg", "node_fs", "env", "_"]);
    }

    #[test]
    fn short_names_are_all_different() {
        let names: nexxo_base::Set<Name> = (0..10_000).map(short_name).collect();
        assert_eq!(names.len(), 10_000);
        assert_eq!([short_name(0), short_name(53), short_name(54), short_name(108)], ["e", "$", "ee", "et"]);
        assert!(names.iter().all(|name| is_identifier(name)));
    }
}
