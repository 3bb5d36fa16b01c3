//! `cssModules`: how the names of CSS Modules are made and handed out.

use nexxo_base::options::LocalsConvention;

use super::keys::Shape::{OneOf, Switch, Text, Texts};
use super::keys::{Key as Known, key};
use super::{Config, Reader};
use crate::args::Choices;
use crate::checks::Wrong;
use crate::jsonc::{Key, Node};

const CONVENTIONS: Choices<LocalsConvention> = &[
    ("asIs", LocalsConvention::AsIs),
    ("camelCase", LocalsConvention::CamelCase),
    ("camelCaseOnly", LocalsConvention::CamelCaseOnly),
    ("dashes", LocalsConvention::Dashes),
    ("dashesOnly", LocalsConvention::DashesOnly),
];

/// Whether names are global where nothing else is said.
const BEHAVIOURS: Choices<bool> = &[("local", false), ("global", true)];

/// The table, sorted by name.
pub(super) const KEYS: &[Known] = &[
    key("animation", "", Switch, "Keyframes have names of their own.", |r, c, k, n| {
        c.css_modules.animation = r.switch(k, n).unwrap_or(c.css_modules.animation);
    }),
    key("container", "", Switch, "Containers have names of their own.", |r, c, k, n| {
        c.css_modules.container = r.switch(k, n).unwrap_or(c.css_modules.container);
    }),
    key("dashedIdents", "", Switch, "Custom properties have names of their own.", |r, c, k, n| {
        c.css_modules.dashed_idents = r.switch(k, n).unwrap_or(c.css_modules.dashed_idents);
    }),
    key("exportGlobals", "", Switch, "Code gets classes and ids that are global, too.", |r, c, k, n| {
        c.css_modules.export_globals = r.switch(k, n).unwrap_or(c.css_modules.export_globals);
    }),
    key("generateScopedName", "", Text, "The names in the output, of [local] and other parts.", |r, c, k, n| {
        c.css_modules.pattern = r.text(k, n);
        if c.css_modules.pattern.as_ref().is_some_and(|pattern| !pattern.contains("[local]")) {
            let wrong = Wrong::new("`generateScopedName` must have `[local]` in it");
            r.problem(n.span, wrong.help("known are [local], [name], [folder], [path] and [hash]"));
        }
    }),
    key("globalModulePaths", "", Texts, "Patterns of files whose names are global.", |r, c, k, n| {
        c.css_modules.global_paths = r.texts(k, n).unwrap_or_default();
    }),
    key("grid", "", Switch, "Grid lines and areas have names of their own.", |r, c, k, n| {
        c.css_modules.grid = r.switch(k, n).unwrap_or(c.css_modules.grid);
    }),
    key("hashPrefix", "", Text, "Is hashed with the path.", |r, c, k, n| {
        c.css_modules.hash_prefix = r.text(k, n).unwrap_or_default();
    }),
    key("localsConvention", "", OneOf(conventions), "The names that code gets.", |r, c, k, n| {
        c.css_modules.convention = r.choice(k, n, CONVENTIONS).unwrap_or_default();
    }),
    key("pure", "", Switch, "Each rule must have a class or an id of the sheet's own.", |r, c, k, n| {
        c.css_modules.pure = r.switch(k, n).unwrap_or(c.css_modules.pure);
    }),
    key(
        "scopeBehaviour",
        "",
        OneOf(behaviours),
        "Whether names are local or global where nothing else is said.",
        |r, c, k, n| {
            c.css_modules.global = r.choice(k, n, BEHAVIOURS).unwrap_or(c.css_modules.global);
        },
    ),
    key("types", "css-modules-types", Switch, "Files beside the sheets tell TypeScript of the names.", |r, c, k, n| {
        c.css_modules_types = r.switch(k, n);
    }),
];

fn conventions() -> Vec<&'static str> {
    CONVENTIONS.iter().map(|(name, _)| *name).collect()
}

fn behaviours() -> Vec<&'static str> {
    BEHAVIOURS.iter().map(|(name, _)| *name).collect()
}

impl Reader<'_> {
    pub(super) fn css_modules(&mut self, config: &mut Config, key: &Key, node: &Node) {
        let entries = self.object(key, node);
        for (name, item) in entries {
            match KEYS.iter().find(|it| it.name == name.name) {
                Some(known) => (known.read)(self, config, name, item),
                None => self.unknown_in(name, "cssModules", &[&KEYS.iter().map(|it| it.name).collect::<Vec<_>>()]),
            }
        }
        let place =
            |name: &str| entries.iter().find(|(it, _)| it.name == name).map_or(node.span, |(_, item)| item.span);
        let out = &config.css_modules;
        if out.grid && out.pattern.as_ref().is_some_and(|pattern| !pattern.ends_with("[local]")) {
            let wrong = Wrong::new("with `grid`, `generateScopedName` must end with `[local]`");
            let help = "the lines of an area `x` are called `x-start` and `x-end`";
            self.problem(place("generateScopedName"), wrong.help(help));
        }
        if out.pure && out.global {
            let wrong = Wrong::new("`pure` is for names that are local");
            self.problem(place("pure"), wrong.help("leave out `scopeBehaviour`, or `pure`"));
        }
    }
}
