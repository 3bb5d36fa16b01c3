//! The function around a script for pages: an IIFE, or one that CommonJS, AMD and pages understand.

use nexxo_base::index::Idx;
use nexxo_link::{ExternalIdx, ModuleIdx, is_identifier};

use super::Script;
use crate::output::push_string;

/// The object that holds global variables.
const GLOBAL: &str = "typeof globalThis !== \"undefined\" ? globalThis : typeof self !== \"undefined\" ? self : this";
/// The same, short.
const GLOBAL_MINIFIED: &str = "typeof globalThis<\"u\"?globalThis:typeof self<\"u\"?self:this";

impl Script<'_, '_> {
    /// `var a = a || {}; a.b = ((react) => {`
    pub(super) fn open_iife(&mut self, entry: Option<ModuleIdx>) {
        if let (Some(name), Some(_)) = (&self.input.options.global_name, entry) {
            let mut parts = name.split('.');
            let first = parts.next().unwrap_or(name);
            let mut path = first.to_string();
            self.out.push(&format!("var {first} = "));
            for part in parts {
                self.out.push(&format!("{path} || {{}};\n"));
                path.push_str(&member(part));
                self.out.push(&format!("{path} = "));
            }
        }
        let is_async = entry.is_some_and(|entry| self.input.linked.is_async.contains(entry.index()));
        self.out.push(if is_async { "(async " } else { "(" });
        self.open_function();
    }

    /// `})(React);`
    pub(super) fn close_iife(&mut self) {
        let arguments: Vec<String> =
            self.parameters().into_iter().map(|external| self.global_path(external).join(".")).collect();
        self.out.push(&format!("}})({})", arguments.join(self.comma())));
        self.end_statement();
    }

    /// The part of UMD that asks who is there.
    pub(super) fn open_umd(&mut self, entry: Option<ModuleIdx>) {
        let parameters = self.parameters();
        let bare = &self.input.plan.chunks[self.input.chunk].bare_externals;
        let comma = self.comma();
        let quoted = |externals: &mut dyn Iterator<Item = ExternalIdx>, around: [&str; 2]| {
            let list = externals.map(|external| {
                let mut text = String::from(around[0]);
                push_string(&mut text, &self.input.external(external));
                text + around[1]
            });
            list.collect::<Vec<_>>().join(comma)
        };
        let mut all = parameters.iter().chain(bare.iter()).copied();
        let required = quoted(&mut all.clone(), ["require(", ")"]);
        let named = quoted(&mut all, ["", ""]);
        let globals: Vec<String> = parameters
            .iter()
            .map(|&external| {
                self.global_path(external).iter().fold(String::from("root"), |path, part| path + &*member(part))
            })
            .collect();
        let globals = globals.join(comma);
        let mut id = String::new();
        if let Some(name) = &self.input.options.amd_id {
            push_string(&mut id, name);
            id.push_str(comma);
        }
        let has_value = entry.is_some_and(|entry| self.has_value(entry));
        let (export, global) = match &self.input.options.global_name {
            Some(name) if has_value => ("module.exports = ", assign_global(name)),
            _ if has_value => ("module.exports = ", String::new()),
            _ => ("", String::new()),
        };
        let list = if named.is_empty() { String::new() } else { format!("[{named}]{comma}") };
        let text = format!(
            "((root, factory) => {{\n\
            \tif (typeof module === \"object\" && module.exports) {export}factory({required});\n\
            \telse if (typeof define === \"function\" && define.amd) define({id}{list}factory);\n\
            \telse {global}factory({globals});\n\
            }})({GLOBAL}, "
        );
        if self.minify {
            let text = text.replace(GLOBAL, GLOBAL_MINIFIED);
            let short = [
                ("\n\t", ""),
                ("\n", ""),
                ("root, factory", "root,factory"),
                (" => {", "=>{"),
                ("if (", "if("),
                (" === ", "=="),
                (" && ", "&&"),
                (" || ", "||"),
                (" = ", "="),
                (") define", ")define"),
                (") module", ")module"),
                (") factory", ")factory"),
                (", ", ","),
            ];
            let text = short.iter().fold(text, |text, (long, short)| text.replace(long, short));
            self.out.push(&text);
        } else {
            self.out.push(&text);
        }
        self.open_function();
    }

    /// `});`
    pub(super) fn close_umd(&mut self, entry: Option<ModuleIdx>) {
        self.out.push("})");
        self.end_statement();
        if let Some(entry) = entry.filter(|&entry| self.has_value(entry)) {
            self.annotate_exports(entry);
        }
    }

    /// `(react) => {`, and that it is strict code.
    fn open_function(&mut self) {
        let names = self.input.names();
        let chunk = &self.input.plan.chunks[self.input.chunk];
        let parameters: Vec<&str> =
            chunk.external_imports.iter().filter_map(|import| Some(names.externals.get(import)?.as_str())).collect();
        let parameters = parameters.join(self.comma());
        self.out.push(&format!("({parameters}){}", if self.minify { "=>{" } else { " => {\n" }));
        self.strict();
    }

    /// The external modules that come in as parameters, in that order.
    fn parameters(&self) -> Vec<ExternalIdx> {
        let imports = self.input.plan.chunks[self.input.chunk].external_imports.iter();
        imports.map(|&import| self.input.linked.external_imports[import].external).collect()
    }

    /// The global variable of an external module, by its parts.
    fn global_path(&self, external: ExternalIdx) -> Vec<String> {
        let specifier = &self.input.graph.externals[external];
        let named = self.input.options.globals.iter().find(|(name, _)| name.as_str() == specifier.as_str());
        let guessed = || {
            let import = self.input.linked.parameter(external, false);
            import.map(|import| self.input.linked.external_imports[import].name.to_string()).unwrap_or_default()
        };
        let path = named.map_or_else(guessed, |(_, global)| global.clone());
        path.split('.').map(str::to_string).collect()
    }

    fn comma(&self) -> &'static str {
        if self.minify { "," } else { ", " }
    }
}

/// `(root.a = root.a || {}).b = ` for `a.b`.
fn assign_global(name: &str) -> String {
    let mut path = String::from("root");
    let mut parts = name.split('.').peekable();
    while let Some(part) = parts.next() {
        path.push_str(&member(part));
        if parts.peek().is_some() {
            path = format!("({path} = {path} || {{}})");
        }
    }
    path + " = "
}

fn member(name: &str) -> String {
    if is_identifier(name) { format!(".{name}") } else { format!("[\"{name}\"]") }
}
