//! The files that a web app manifest names: its icons and screenshots, and the icons of its shortcuts.

use nexxo_base::Span;

use super::is_file_url;

/// Members that list images.
const LISTS: [&str; 2] = ["icons", "screenshots"];

/// The URLs of files in a manifest, with the places of their literals, quotes included. What is no JSON has those that can be
/// found.
pub fn web_manifest_urls(text: &str) -> Vec<(Span, String)> {
    let mut found = Vec::new();
    // The names under which the objects and arrays stand that are open.
    let mut open: Vec<&str> = Vec::new();
    let mut key = "";
    let mut rest = text;
    while let Some(at) = rest.find(['"', '{', '[', '}', ']']) {
        let start = text.len() - rest.len() + at;
        rest = &rest[at + 1..];
        match text.as_bytes()[start] {
            b'{' | b'[' => open.push(std::mem::take(&mut key)),
            b'}' | b']' => {
                open.pop();
            }
            _ => {
                let Some(length) = literal_length(rest) else { break };
                let literal = &rest[..length];
                rest = &rest[length + 1..];
                let is_key = rest.trim_start().starts_with(':');
                if is_key {
                    key = literal;
                } else if std::mem::take(&mut key) == "src" && open.iter().any(|name| LISTS.contains(name)) {
                    let url = literal.replace("\\/", "/");
                    if is_file_url(&url) && !url.contains('\\') {
                        found.push((Span::new(start as u32, (start + length + 2) as u32), url));
                    }
                }
            }
        }
    }
    found
}

/// The length of the string literal that goes on with `text`, up to its closing quote.
fn literal_length(text: &str) -> Option<usize> {
    let mut is_escaped = false;
    text.bytes().position(|byte| {
        let ends = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        ends
    })
}

#[cfg(test)]
mod tests {
    use super::web_manifest_urls;

    fn urls(text: &str) -> Vec<String> {
        let found = web_manifest_urls(text);
        for (span, url) in &found {
            assert_eq!(text[span.start as usize..span.end as usize].replace("\\/", "/"), format!("\"{url}\""));
        }
        found.into_iter().map(|(_, url)| url).collect()
    }

    #[test]
    fn images_are_found() {
        let text = r#"{ "name": "src", "src": "no.png", "icons": [{ "src": "./a.png", "sizes": "1x1" }, { "type": "x", "src" : ".\/b.png" }],
            "shortcuts": [{ "url": "/x", "icons": [{ "src": "/c.png" }] }], "screenshots": [{"src":"é d.png"}],
            "other": { "src": "no.png" }, "icons2": [{ "src": "https://a/b.png" }] }"#;
        assert_eq!(urls(text), ["./a.png", "./b.png", "/c.png", "é d.png"]);
        assert_eq!(
            urls(r#"{"icons":[{"src":"https://a/b.png"},{"src":"data:,x"},{"src":"a\u0041"},{"src":""}]}"#),
            [""; 0]
        );
    }

    #[test]
    fn any_text_is_read() {
        for text in
            ["", "{", "\"", "\"\\", "]]]{\"icons\":[{\"src\":\"a", "{\"icons\":[{\"src\":", "[\"src\",\"icons\"]"]
        {
            assert_eq!(urls(text), [""; 0]);
        }
    }
}
