//! `codeSplitting` and `manualChunks`: which modules the user wants in chunks of their own.

use nexxo_base::diagnostic::nearest;
use nexxo_base::options::ChunkGroup;

use super::{Config, Reader};
use crate::checks::{self, Wrong};
use crate::jsonc::{Key, Node, Value};

/// Limits that `codeSplitting` gives to all groups and a group to itself.
const LIMITS: &[&str] =
    &["includeDependenciesRecursively", "maxModuleSize", "maxSize", "minModuleSize", "minShareCount", "minSize"];
/// What else a group may say.
const GROUP: &[&str] = &["name", "priority", "test"];

impl Reader<'_> {
    /// `true`, `false`, or the groups and what holds for all of them.
    pub(super) fn code_splitting(&mut self, config: &mut Config, key: &Key, node: &Node) {
        let entries = match &node.value {
            Value::Bool(value) => {
                config.splitting = Some(*value);
                return;
            }
            Value::Object(entries) => entries,
            _ => return self.wrong_type(key, node, "a boolean or an object"),
        };
        let mut common = any_module();
        for (name, item) in entries.iter().filter(|(name, _)| name.name != "groups") {
            if name.name == "minChunkSize" {
                config.min_chunk_size = self.number(name, item);
            } else if !self.limit(&mut common, name, item) {
                self.unknown_in(name, "codeSplitting", &[LIMITS, &["groups", "minChunkSize"]]);
            }
        }
        let mut groups = Vec::new();
        for (name, item) in entries.iter().filter(|(name, _)| name.name == "groups") {
            let Value::Array(items) = &item.value else {
                self.wrong_type(name, item, "an array of objects");
                continue;
            };
            groups.extend(items.iter().filter_map(|item| self.group(&common, name, item)));
        }
        groups.append(&mut config.groups);
        config.groups = groups;
    }

    /// `{ "vendor": ["react", "./src/shared.ts"] }`.
    pub(super) fn manual_chunks(&mut self, config: &mut Config, key: &Key, node: &Node) {
        for (name, item) in self.object(key, node) {
            self.check_name(&name.name, name.span);
            let modules = self.texts(name, item).unwrap_or_default();
            let patterns: Vec<String> = modules.iter().map(|module| pattern_of(module)).collect();
            if !patterns.is_empty() {
                let test = Some(patterns.join("|"));
                config.groups.push(ChunkGroup { name: name.name.as_str().into(), test, ..any_module() });
            }
        }
    }

    fn group(&mut self, common: &ChunkGroup, key: &Key, node: &Node) -> Option<ChunkGroup> {
        let Value::Object(entries) = &node.value else {
            self.wrong_type(key, node, "an array of objects");
            return None;
        };
        let mut group = common.clone();
        for (name, item) in entries {
            match name.name.as_str() {
                "name" => {
                    let text = self.text(name, item).unwrap_or_default();
                    self.check_name(&text, item.span);
                    group.name = text.into();
                }
                "test" => {
                    group.test = self.text(name, item);
                    if let Some(problem) = group.test.as_deref().and_then(nexxo_db::pattern_problem) {
                        let wrong = Wrong::new(format!("`test` is no regular expression: {problem}"));
                        self.problem(item.span, wrong.help("a `\\` is `\\\\` in JSON; `/` needs none"));
                    }
                }
                "priority" => match &item.value {
                    Value::Number(text) if text.parse::<i32>().is_ok() => {
                        group.priority = text.parse().unwrap_or_default();
                    }
                    _ => self.wrong_type(name, item, "a whole number"),
                },
                _ if self.limit(&mut group, name, item) => {}
                _ => self.unknown_in(name, "a group", &[GROUP, LIMITS]),
            }
        }
        if !entries.iter().any(|(name, _)| name.name == "name") {
            self.problem(node.span, Wrong::new("a group needs a `name`"));
        }
        Some(group)
    }

    /// Sets one of [`LIMITS`]; whether it is one.
    fn limit(&mut self, group: &mut ChunkGroup, key: &Key, node: &Node) -> bool {
        match key.name.as_str() {
            "includeDependenciesRecursively" => {
                group.include_dependencies = self.switch(key, node).unwrap_or(true);
            }
            "maxModuleSize" => group.max_module_size = self.number(key, node),
            "maxSize" => group.max_size = self.number(key, node),
            "minModuleSize" => group.min_module_size = self.number(key, node),
            "minShareCount" => match &node.value {
                Value::Number(text) if text.parse::<u32>().is_ok() => {
                    group.min_share_count = text.parse().unwrap_or_default();
                }
                _ => self.wrong_type(key, node, "a whole number"),
            },
            "minSize" => group.min_size = self.number(key, node),
            _ => return false,
        }
        true
    }

    fn check_name(&mut self, name: &str, span: nexxo_base::Span) {
        if let Err(wrong) = checks::check_entry_name(name) {
            self.problem(span, wrong);
        }
    }

    pub(super) fn unknown_in(&mut self, key: &Key, place: &str, known: &[&[&str]]) {
        let known: Vec<&str> = known.iter().copied().flatten().copied().collect();
        let wrong = Wrong::new(format!("unknown option `{}` in {place}", key.name));
        let wrong = match nearest(&key.name, known.iter().copied()) {
            Some(near) => wrong.help(format!("did you mean `{near}`?")),
            None => wrong.help(format!("known: {}", known.join(", "))),
        };
        self.problem(key.span, wrong);
    }
}

/// A group that takes what it is given.
fn any_module() -> ChunkGroup {
    ChunkGroup {
        name: nexxo_base::Name::default(),
        test: None,
        priority: 0,
        min_size: None,
        max_size: None,
        min_share_count: 1,
        min_module_size: None,
        max_module_size: None,
        include_dependencies: true,
    }
}

/// A pattern for the modules of a package, or for one file seen from the root.
fn pattern_of(module: &str) -> String {
    let escaped = |text: &str| -> String {
        text.chars()
            .flat_map(|c| (!c.is_alphanumeric() && c.is_ascii()).then_some('\\').into_iter().chain([c]))
            .collect()
    };
    match module.strip_prefix("./") {
        Some(file) => format!("^{}$", escaped(file)),
        None => format!("(^|/)node_modules/{}/", escaped(module)),
    }
}
