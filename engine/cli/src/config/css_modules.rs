//! `cssModules`: how the names of CSS Modules are made and handed out.

use nexxo_base::options::{CssModulesOptions, LocalsConvention};

use super::{Config, Reader};
use crate::args::Choices;
use crate::checks::Wrong;
use crate::jsonc::{Key, Node};

const KNOWN: &[&str] = &["generateScopedName", "hashPrefix", "localsConvention"];

const CONVENTIONS: Choices<LocalsConvention> = &[
    ("asIs", LocalsConvention::AsIs),
    ("camelCase", LocalsConvention::CamelCase),
    ("camelCaseOnly", LocalsConvention::CamelCaseOnly),
    ("dashes", LocalsConvention::Dashes),
    ("dashesOnly", LocalsConvention::DashesOnly),
];

impl Reader<'_> {
    pub(super) fn css_modules(&mut self, config: &mut Config, key: &Key, node: &Node) {
        let mut out = CssModulesOptions::default();
        for (name, item) in self.object(key, node) {
            match name.name.as_str() {
                "generateScopedName" => {
                    out.pattern = self.text(name, item);
                    if out.pattern.as_ref().is_some_and(|pattern| !pattern.contains("[local]")) {
                        let wrong = Wrong::new("`generateScopedName` must have `[local]` in it");
                        self.problem(item.span, wrong.help("known are [local], [name], [folder], [path] and [hash]"));
                    }
                }
                "hashPrefix" => out.hash_prefix = self.text(name, item).unwrap_or_default(),
                "localsConvention" => out.convention = self.choice(name, item, CONVENTIONS).unwrap_or_default(),
                _ => self.unknown_in(name, "cssModules", &[KNOWN]),
            }
        }
        config.css_modules = out;
    }
}
