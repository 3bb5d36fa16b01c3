//! Strings and names as JavaScript source.

use nexxo_base::words::is_reserved_word;

/// Appends `text` as a string literal with double quotes.
pub fn push_string(out: &mut String, text: &str) {
    out.push('"');
    let mut copied = 0;
    for (i, byte) in text.bytes().enumerate() {
        let escape = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            0..0x20 => {
                out.push_str(&text[copied..i]);
                out.push_str(&format!("\\x{byte:02x}"));
                copied = i + 1;
                continue;
            }
            _ => continue,
        };
        out.push_str(&text[copied..i]);
        out.push_str(escape);
        copied = i + 1;
    }
    out.push_str(&text[copied..]);
    out.push('"');
}

/// Whether `name` can be declared with `var` at the top of an ES module without harm: an ASCII identifier that is no
/// reserved word, and not the name of a value that code takes for granted.
pub fn is_binding_name(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_alphabetic() || matches!(first, b'_' | b'$'))
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$'))
        && !is_reserved_word(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        assert!(is_binding_name("$a1_"));
        for name in ["", "1a", "a-b", "default", "yield", "é", "a b"] {
            assert!(!is_binding_name(name), "{name}");
        }
    }

    #[test]
    fn strings() {
        let mut out = String::new();
        push_string(&mut out, "a\"\\\n\r\t\0é\u{2028}");
        assert_eq!(out, "\"a\\\"\\\\\\n\\r\\t\\x00é\u{2028}\"");
    }
}
