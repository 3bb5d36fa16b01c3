//! The end of a chunk: running the entry, and handing out what it exports.

use nexxo_base::index::Idx;
use nexxo_base::options::{ExportsMode, OutputFormat};
use nexxo_link::{Binding, ExternalIdx, Helper, ModuleIdx, RecordTarget, SymbolRole, Wrap, is_identifier};

use crate::output::push_string;

use super::Script;

impl Script<'_, '_> {
    /// `init_x();` for an entry that is itself wrapped.
    pub(super) fn run_wrapped(&mut self, entry: ModuleIdx) {
        let linked = self.input.linked;
        match linked.wrap[entry] {
            Wrap::None => {}
            wrap => {
                if wrap == Wrap::Esm && linked.is_async.contains(entry.index()) {
                    self.out.push("await ");
                }
                self.filler(entry).name(linked.symbols.wrapper(entry));
                self.out.push("()");
                self.end_statement();
            }
        }
    }

    /// `module.exports = …` or `return …`.
    pub(super) fn entry_value(&mut self, entry: ModuleIdx, before: &str) {
        let linked = self.input.linked;
        if linked.wrap[entry] == Wrap::CommonJs {
            self.out.push(before);
            self.filler(entry).name(linked.symbols.wrapper(entry));
            self.out.push("()");
            return self.end_statement();
        }
        self.run_wrapped(entry);
        if linked.default_entries.contains(entry.index()) {
            self.out.push(before);
            for (_, binding) in &linked.exports[entry] {
                self.filler(entry).binding(binding, false);
            }
            return self.end_statement();
        }
        let namespace = linked.symbols.namespace(entry);
        if !self.is_used(namespace) || self.input.options.exports == ExportsMode::None {
            return;
        }
        self.out.push(before);
        self.filler(entry).helper(Helper::ToCommonJs);
        self.out.push("(");
        self.filler(entry).name(namespace);
        self.out.push(")");
        self.end_statement();
        if self.input.options.format == OutputFormat::Cjs {
            self.annotate_exports(entry);
        }
    }

    /// Whether an entry hands out anything where the output is no ES module.
    pub(super) fn has_value(&self, entry: ModuleIdx) -> bool {
        let linked = self.input.linked;
        linked.wrap[entry] == Wrap::CommonJs
            || linked.default_entries.contains(entry.index())
            || self.input.options.exports != ExportsMode::None && self.is_used(linked.symbols.namespace(entry))
    }

    /// Node finds the names of a CommonJS module's exports by looking at its text; this line is for that look only.
    pub(super) fn annotate_exports(&mut self, entry: ModuleIdx) {
        if self.input.linked.default_entries.contains(entry.index()) {
            return;
        }
        let linked = self.input.linked;
        let names = linked.exports[entry].iter().map(|(name, _)| name.as_str());
        let mut list: Vec<String> = names
            .filter_map(|name| match (is_identifier(name), nexxo_link::is_reserved(name)) {
                // A reserved word has no shorthand.
                (_, true) => Some(format!("{name}: null")),
                (true, false) => Some(name.to_string()),
                (false, false) => None,
            })
            .collect();
        for source in linked.dynamic_exports.get(&entry).into_iter().flatten() {
            if let Some(external) = self.external_behind(source) {
                let mut specifier = String::new();
                push_string(&mut specifier, &self.input.external(external));
                list.push(format!("...require({specifier})"));
            }
        }
        if list.is_empty() {
            return;
        }
        let list = list.join(if self.minify { "," } else { ", " });
        self.out.push(&if self.minify {
            format!("0&&(module.exports={{{list}}})")
        } else {
            format!("0 && (module.exports = {{ {list} }})")
        });
        self.end_statement();
    }

    /// The external module whose exports a binding stands for.
    fn external_behind(&self, binding: &Binding) -> Option<ExternalIdx> {
        let linked = self.input.linked;
        match binding {
            Binding::External(import) => Some(linked.external_imports[*import].external),
            Binding::Symbol(symbol) => match linked.symbols.owner(*symbol) {
                (module, SymbolRole::Interop(record)) => match self.input.graph.modules[module].target(record) {
                    RecordTarget::External(external) => Some(external),
                    _ => None,
                },
                _ => None,
            },
            _ => None,
        }
    }

    pub(super) fn entry_esm(&mut self, entry: ModuleIdx) {
        let linked = self.input.linked;
        if linked.wrap[entry] == Wrap::CommonJs {
            self.out.push("export default ");
            self.filler(entry).name(linked.symbols.wrapper(entry));
            self.out.push("()");
            self.end_statement();
            return self.export_list(Vec::new());
        }
        self.run_wrapped(entry);
        if linked.gives_namespace(self.input.graph, entry) {
            let local = self.input.names().symbols.get(&linked.symbols.namespace(entry));
            return self.export_list(local.map(|it| (it.to_string(), "default".to_string())).into_iter().collect());
        }
        let mut list = Vec::new();
        let mut made_up = 0;
        for (name, binding) in &linked.exports[entry] {
            let local = match binding {
                Binding::Symbol(symbol) => self.input.names().symbols.get(symbol).map(ToString::to_string),
                Binding::External(import) => self.input.names().externals.get(import).map(ToString::to_string),
                _ => None,
            };
            let local = local.unwrap_or_else(|| {
                // A property cannot be exported by itself.
                let local = self.free_name(&mut made_up);
                self.out.push(&format!("var {local} = "));
                self.filler(entry).binding(binding, false);
                self.end_statement();
                local
            });
            list.push((local, name.to_string()));
        }
        if let Some(sources) = linked.dynamic_exports.get(&entry) {
            for source in sources {
                if let Binding::External(import) = source {
                    let external = linked.external_imports[*import].external;
                    self.out.push(if self.minify { "export*from" } else { "export * from " });
                    self.filler(entry).external_specifier(external);
                    self.end_statement();
                }
            }
        }
        self.export_list(list);
    }

    /// A local name that nothing in the chunk has.
    pub(super) fn free_name(&self, counter: &mut usize) -> String {
        loop {
            *counter += 1;
            let name = format!("__export_{counter}");
            if !self.out.code.contains(&name) {
                return name;
            }
        }
    }

    /// `export { local as name, … };`: the entry's exports and what other chunks take.
    pub(super) fn export_list(&mut self, mut list: Vec<(String, String)>) {
        let names = self.input.names();
        for (symbol, name) in &names.exports {
            if let Some(local) = names.symbols.get(symbol) {
                list.push((local.to_string(), name.to_string()));
            }
        }
        if list.is_empty() {
            return;
        }
        let mut text = String::from(if self.minify { "export{" } else { "export { " });
        for (i, (local, name)) in list.iter().enumerate() {
            if i > 0 {
                text.push_str(if self.minify { "," } else { ", " });
            }
            text.push_str(local);
            if local != name {
                text.push_str(" as ");
                if is_identifier(name) || nexxo_link::is_reserved(name) {
                    text.push_str(name);
                } else {
                    push_string(&mut text, name);
                }
            }
        }
        text.push_str(if self.minify { "}" } else { " }" });
        self.out.push(&text);
        self.end_statement();
    }
}
