//! `srcset` values.

use std::ops::Range;

/// Where the URLs of a `srcset` stand, as the HTML standard splits it.
pub(super) fn urls(value: &str) -> Vec<Range<usize>> {
    let bytes = value.as_bytes();
    let is_space = |byte: u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c');
    let mut urls = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if is_space(bytes[at]) || bytes[at] == b',' {
            at += 1;
            continue;
        }
        let start = at;
        while at < bytes.len() && !is_space(bytes[at]) {
            at += 1;
        }
        let url = value[start..at].trim_end_matches(',');
        urls.push(start..start + url.len());
        if start + url.len() < at {
            continue;
        }
        // Sizes, up to the next comma outside parentheses.
        let mut in_parentheses = false;
        while at < bytes.len() && (in_parentheses || bytes[at] != b',') {
            match bytes[at] {
                b'(' => in_parentheses = true,
                b')' => in_parentheses = false,
                _ => {}
            }
            at += 1;
        }
    }
    urls
}

#[cfg(test)]
mod tests {
    use super::urls;

    fn check(value: &str, expected: &[&str]) {
        let found: Vec<_> = urls(value).into_iter().map(|range| &value[range]).collect();
        assert_eq!(found, expected, "{value}");
    }

    #[test]
    fn candidates() {
        check("a.png", &["a.png"]);
        check(" a.png 1x , b,c.png 2x,d.png", &["a.png", "b,c.png", "d.png"]);
        check("a.png, b.png", &["a.png", "b.png"]);
        check("data:x,y 1x, é.png (a,b) 2x,,", &["data:x,y", "é.png"]);
        check(" ,, ", &[]);
    }
}
