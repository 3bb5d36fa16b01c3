//! Hashes by which a browser checks that a script or a style sheet is the one that the build wrote.

use std::collections::BTreeMap;

use nexxo_base::options::Integrity;
use nexxo_syntax::asset::base64;
use serde_json::json;
use sha2::{Digest, Sha256, Sha384, Sha512};

/// The value of an `integrity` attribute for a file of these bytes.
pub(crate) fn integrity_of(algorithm: Integrity, bytes: &[u8]) -> String {
    let (name, digest) = match algorithm {
        Integrity::Sha256 => ("sha256", Sha256::digest(bytes).to_vec()),
        Integrity::Sha384 => ("sha384", Sha384::digest(bytes).to_vec()),
        Integrity::Sha512 => ("sha512", Sha512::digest(bytes).to_vec()),
    };
    format!("{name}-{}", base64(&digest))
}

/// The text of an import map with the hashes of scripts by their URLs; nothing for none. It is what tells a browser of
/// scripts that no tag names.
pub(crate) fn import_map(hashes: &BTreeMap<String, String>) -> Option<String> {
    // The text stands in a `<script>`.
    let text = || json!({ "integrity": hashes }).to_string().replace('<', "\\u003c");
    (!hashes.is_empty()).then(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes() {
        // `printf abc | openssl dgst -sha384 -binary | base64`, and so on.
        let expected = [
            (Integrity::Sha256, "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="),
            (Integrity::Sha384, "sha384-ywB1P0WjXou1oD1pmsZQBycsMqsO3tFjGotgWkP/W+2AhgcroefMI1i67KE0yCWn"),
            (
                Integrity::Sha512,
                "sha512-3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw==",
            ),
        ];
        for (algorithm, hash) in expected {
            assert_eq!(integrity_of(algorithm, b"abc"), hash);
        }
    }

    #[test]
    fn a_map_stands_in_a_page() {
        assert_eq!(import_map(&BTreeMap::new()), None);
        let hashes = [("/</script>.js".to_owned(), "sha256-x".to_owned())].into();
        assert_eq!(import_map(&hashes).unwrap(), r#"{"integrity":{"/\u003c/script>.js":"sha256-x"}}"#);
    }
}
