//! The JSON schema of the configuration file, for editors. The published copy is compared with it.

use serde_json::{Map, Value, json};

use super::css_modules;
use super::keys::{KEYS, Key, Shape};

/// The schema's text.
pub(crate) fn schema_text() -> String {
    serde_json::to_string_pretty(&schema()).unwrap_or_default() + "\n"
}

fn schema() -> Value {
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "nexxo.config.json",
        "type": "object",
        "additionalProperties": false,
        "properties": properties(KEYS),
    })
}

fn properties<T>(keys: &[Key<T>]) -> Map<String, Value> {
    let mut properties = Map::new();
    for key in keys {
        let mut value = shape(&key.shape);
        let flags: Vec<String> = key.flags().map(|flag| format!("--{flag}")).collect();
        let flags = if flags.is_empty() { String::new() } else { format!(" ({})", flags.join(", ")) };
        value["description"] = json!(format!("{}{flags}", key.about));
        properties.insert(key.name.into(), value);
    }
    properties
}

fn shape(it: &Shape) -> Value {
    match it {
        Shape::Text => json!({ "type": "string" }),
        Shape::Switch => json!({ "type": "boolean" }),
        Shape::Off => json!({ "const": false }),
        Shape::Count => json!({ "type": "integer", "minimum": 0 }),
        Shape::OneOf(names) => json!({ "enum": names() }),
        Shape::Texts => json!({ "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] }),
        Shape::SomeOf(names) => {
            json!({ "anyOf": [{ "enum": names() }, { "type": "array", "items": { "enum": names() } }] })
        }
        Shape::TextMap => json!({ "type": "object", "additionalProperties": { "type": "string" } }),
        Shape::MapTo(names) => json!({ "type": "object", "additionalProperties": { "enum": names() } }),
        Shape::AnyMap => json!({ "type": "object" }),
        Shape::Section(tables) => {
            let properties: Map<String, Value> = tables.iter().flat_map(|keys| properties(keys)).collect();
            json!({ "type": "object", "additionalProperties": false, "properties": properties })
        }
        Shape::CssModules => {
            json!({ "type": "object", "additionalProperties": false, "properties": properties(css_modules::KEYS) })
        }
        Shape::Either(shapes) => json!({ "anyOf": shapes.iter().map(shape).collect::<Vec<_>>() }),
    }
}

#[cfg(test)]
mod tests {
    use super::super::server::{OF_APPS, SECTION};
    use super::*;
    use crate::args;

    const PUBLISHED: &str = include_str!("../../../../docs/nexxo.config.schema.json");
    const DOCS: &str = include_str!("../../../../docs/cli.md");
    const DOCS_OF_CSS_MODULES: &str = include_str!("../../../../docs/css-modules.md");
    const DOCS_OF_SERVER: &str = include_str!("../../../../docs/dev.md");

    #[test]
    fn the_published_schema_is_this_one() {
        assert!(PUBLISHED == schema_text(), "write anew: nexxo schema > docs/nexxo.config.schema.json");
    }

    #[test]
    fn every_key_is_a_flag_and_in_the_documentation() {
        let flags = args::flags("build");
        for key in KEYS {
            if key.flags().next().is_none() {
                assert!(DOCS.contains(&format!("\"{}\"", key.name)), "docs/cli.md says nothing of {}", key.name);
            }
            for it in key.flags() {
                assert!(flags.iter().any(|flag| flag == it), "--{it} of the key {} is no flag", key.name);
                assert!(DOCS.contains(&format!("`--{it}")), "docs/cli.md says nothing of --{it}");
            }
        }
        for flag in &flags {
            let of_key = KEYS.iter().chain(css_modules::KEYS).any(|key| key.flags().any(|it| it == flag));
            assert!(of_key || args::ONLY_FLAGS.contains(&flag.as_str()), "--{flag} has no key");
        }
        assert!(KEYS.is_sorted_by(|a, b| a.name < b.name), "keys are sorted by name");
        for key in SECTION.iter().chain(OF_APPS) {
            assert!(DOCS_OF_SERVER.contains(&format!("`{}`", key.name)), "docs/dev.md says nothing of {}", key.name);
            for it in key.flags() {
                assert!(args::flags("dev").iter().any(|flag| flag == it), "--{it} of the key {} is no flag", key.name);
            }
        }
        for it in SECTION.iter().flat_map(Key::flags) {
            assert!(args::flags("preview").iter().any(|flag| flag == it), "--{it} is no flag of previews");
        }
        assert!(SECTION.is_sorted_by(|a, b| a.name < b.name), "keys are sorted by name");
        for key in css_modules::KEYS {
            let is_told = DOCS_OF_CSS_MODULES.contains(&format!("`{}`", key.name));
            assert!(is_told, "docs/css-modules.md says nothing of {}", key.name);
        }
        assert!(css_modules::KEYS.is_sorted_by(|a, b| a.name < b.name), "keys are sorted by name");
    }
}
