//! Results as text.

use std::fmt::Write;
use std::sync::Arc;

use nexxo_base::Name;
use nexxo_base::index::Idx;
use nexxo_base::module::Imported;
use nexxo_base::options::{LinkOptions, OutputFormat};
use nexxo_link::{
    Binding, ChunkKind, ChunkNames, ChunkPlan, ExternalImportIdx, GlobalSymbol, Issue, Linked, ModuleIdx, SymbolRole,
    Wrap, link, name_chunk,
};

use crate::dsl::{Project, parse};
use crate::valid::validate;

pub(crate) fn esm() -> LinkOptions {
    LinkOptions { tree_shake: true, ..LinkOptions::default() }
}

pub(crate) fn splitting() -> LinkOptions {
    LinkOptions { splitting: true, ..esm() }
}

pub(crate) fn cjs() -> LinkOptions {
    LinkOptions { format: OutputFormat::Cjs, ..esm() }
}

pub(crate) fn minify() -> LinkOptions {
    LinkOptions { minify: true, ..esm() }
}

/// A project with everything that the linker says of it; already validated.
pub(crate) struct Case {
    pub(crate) project: Project,
    pub(crate) linked: Linked,
    pub(crate) plan: ChunkPlan,
    pub(crate) names: Vec<ChunkNames>,
}

impl Case {
    pub(crate) fn new(text: &str, options: &LinkOptions) -> Self {
        Self::of(parse(text), options)
    }

    pub(crate) fn of(project: Project, options: &LinkOptions) -> Self {
        let (linked, plan) = link(&project.graph, options, &|_| 10, &|| ());
        let facts = |module: ModuleIdx| Arc::clone(&project.facts[module]);
        let names = plan.chunks.indices().map(|it| name_chunk(&project.graph, &linked, &plan, it, &facts, options));
        let names = names.collect();
        let case = Self { project, linked, plan, names };
        validate(&case, options);
        case
    }

    pub(crate) fn path(&self, module: ModuleIdx) -> &str {
        &self.project.graph.modules[module].path
    }

    pub(crate) fn symbol(&self, symbol: GlobalSymbol) -> String {
        let (module, role) = self.linked.symbols.owner(symbol);
        let this = &self.project.graph.modules[module];
        let what = match role {
            SymbolRole::Local(local) => this.interface.symbols[local.index()].name.to_string(),
            SymbolRole::Namespace => "*".to_owned(),
            SymbolRole::Wrapper => "()".to_owned(),
            SymbolRole::Interop(record) => format!("<{}>", this.interface.records[record.index()].specifier),
        };
        format!("{}#{what}", this.path)
    }

    pub(crate) fn external(&self, import: ExternalImportIdx) -> String {
        let import = &self.linked.external_imports[import];
        let what = match &import.imported {
            Imported::Name(name) => name.as_str(),
            Imported::Namespace => "*",
        };
        format!("{}:{what}", self.project.graph.externals[import.external])
    }

    pub(crate) fn binding(&self, binding: &Binding) -> String {
        match binding {
            Binding::Symbol(symbol) => self.symbol(*symbol),
            Binding::Property(symbol, name) => format!("{}.{name}", self.symbol(*symbol)),
            Binding::External(import) => self.external(*import),
            Binding::ExternalProperty(import, name) => format!("{}.{name}", self.external(*import)),
            Binding::Path(object, name) => format!("{}.{name}", self.binding(object)),
            Binding::Constant(_, value) => format!("{value:?}"),
            Binding::Missing => "undefined".to_owned(),
        }
    }

    pub(crate) fn issues(&self) -> String {
        let mut out = String::new();
        for issue in &self.linked.issues {
            let line = match issue {
                Issue::MissingExport { importer, name, module, near, .. } => {
                    let near = near.as_ref().map(|it| format!(", {it}?")).unwrap_or_default();
                    format!("{}: no {name} in {}{near}", self.path(*importer), self.path(*module))
                }
                Issue::AmbiguousExport { importer, name, candidates: [a, b], .. } => {
                    format!("{}: {name} is in {} and {}", self.path(*importer), self.path(*a), self.path(*b))
                }
                Issue::RequireOfAsync { importer, module, .. } => {
                    format!("{}: require waits for {}", self.path(*importer), self.path(*module))
                }
                Issue::ReadBeforeInit { importer, module, cycle, .. } => {
                    let cycle: Vec<&str> = cycle.iter().map(|&it| self.path(it)).collect();
                    format!("{}: reads {} early ({})", self.path(*importer), self.path(*module), cycle.join(", "))
                }
                Issue::IneffectiveImport { importer, module, other, .. } => {
                    let (importer, other) = (self.path(*importer), self.path(other.0));
                    format!("{importer}: import() of {}, imported by {other}", self.path(*module))
                }
                Issue::SloppySyntax { module } => format!("{}: sloppy syntax", self.path(*module)),
                Issue::EntryExports { entry, names } => format!("{}: exports {}", self.path(*entry), names.join(", ")),
                Issue::GuessedGlobal { global, .. } => format!("guessed {global}"),
                Issue::TopLevelAwait { module } => format!("{}: top-level await", self.path(*module)),
            };
            let _ = writeln!(out, "! {line}");
        }
        out
    }

    /// What the imports, members and listed exports of all modules but the runtime mean.
    pub(crate) fn bindings(&self) -> String {
        let mut out = String::new();
        for (idx, module) in self.project.graph.modules.iter_enumerated() {
            if Some(idx) == self.project.graph.runtime {
                continue;
            }
            for import in &module.interface.imports {
                let name = &module.interface.symbols[import.symbol.index()].name;
                let binding = self.binding(&self.linked.resolve(idx, import.symbol));
                let _ = writeln!(out, "{}: {name} = {binding}", module.path);
            }
            for (member, binding) in module.interface.members.iter().zip(&self.linked.members[idx]) {
                let object = &module.interface.symbols[member.symbol.index()].name;
                let _ = writeln!(out, "{}: {object}.{} = {}", module.path, member.name, self.binding(binding));
            }
            if !self.linked.exports[idx].is_empty() {
                let exports = self.linked.exports[idx].iter();
                let exports: Vec<String> = exports.map(|it| format!("{} = {}", it.0, self.binding(&it.1))).collect();
                let _ = writeln!(out, "{} exports {}", module.path, exports.join(", "));
            }
            if let Some(sources) = self.linked.dynamic_exports.get(&idx) {
                let sources: Vec<String> = sources.iter().map(|it| self.binding(it)).collect();
                let _ = writeln!(out, "{} exports all of {}", module.path, sources.join(", "));
            }
        }
        out + &self.issues()
    }

    /// The included modules in order, each with its live statements and its symbols that are not declared.
    pub(crate) fn live(&self) -> String {
        let mut out = String::new();
        for &idx in &self.linked.order {
            let module = &self.project.graph.modules[idx];
            let mut words = Vec::new();
            for statement in module.statements.indices().filter(|it| self.linked.is_live(idx, *it)) {
                let declared = module.statements.declares(statement).iter();
                let declared: Vec<&str> =
                    declared.map(|it| module.interface.symbols[it.index()].name.as_str()).collect();
                let number = format!("do{}", statement.index());
                words.push(if declared.is_empty() { number } else { declared.join("+") });
            }
            for (record, it) in module.interface.records.iter().enumerate() {
                if self.is_used(self.linked.symbols.interop(idx, Idx::new(record))) {
                    words.push(format!("<{}>", it.specifier));
                }
            }
            if self.is_used(self.linked.symbols.namespace(idx)) {
                words.push("*".to_owned());
            }
            let _ = writeln!(out, "{}: {}", module.path, words.join(" "));
        }
        out + &self.issues()
    }

    /// How modules are wrapped, and who runs them.
    pub(crate) fn wraps(&self) -> String {
        let mut out = String::new();
        for &idx in &self.linked.order {
            if Some(idx) == self.project.graph.runtime {
                continue;
            }
            let wrap = match self.linked.wrap[idx] {
                Wrap::None => "",
                Wrap::CommonJs => " cjs",
                Wrap::Esm => " esm",
            };
            let wait = if self.linked.is_async.contains(idx.index()) { " async" } else { "" };
            let inits: Vec<String> =
                self.linked.inits[idx].iter().map(|it| format!(" {}()", self.path(it.1))).collect();
            let _ = writeln!(out, "{}{wrap}{wait}:{}", self.path(idx), inits.concat());
        }
        out + &self.issues()
    }

    pub(crate) fn chunks(&self) -> String {
        let mut out = String::new();
        for (idx, chunk) in self.plan.chunks.iter_enumerated() {
            let kind = match chunk.kind {
                ChunkKind::Entry(module) => format!("entry {}", self.path(module)),
                ChunkKind::Dynamic(module) => format!("dynamic {}", self.path(module)),
                ChunkKind::Shared => "shared".to_owned(),
            };
            let modules: Vec<&str> = chunk.modules.iter().map(|it| self.path(*it)).collect();
            let script = if chunk.has_script { "" } else { " (no script)" };
            let _ = writeln!(out, "{} {kind}: {}{script}", idx.index(), modules.join(" "));
            for (from, symbols) in &chunk.imports {
                let symbols: Vec<String> = symbols.iter().map(|it| format!(" {}", self.symbol(*it))).collect();
                let _ = writeln!(out, "  imports {}:{}", from.index(), symbols.concat());
            }
            for import in &chunk.external_imports {
                let _ = writeln!(out, "  imports {}", self.external(*import));
            }
            for external in &chunk.bare_externals {
                let _ = writeln!(out, "  imports {}", self.project.graph.externals[*external]);
            }
            if !chunk.exports.is_empty() {
                let symbols: Vec<String> = chunk.exports.iter().map(|it| self.symbol(*it)).collect();
                let _ = writeln!(out, "  exports {}", symbols.join(" "));
            }
            if !chunk.dynamic_imports.is_empty() {
                let chunks: Vec<String> = chunk.dynamic_imports.iter().map(|it| it.index().to_string()).collect();
                let _ = writeln!(out, "  loads {}", chunks.join(" "));
            }
        }
        out
    }

    pub(crate) fn names(&self) -> String {
        let mut out = String::new();
        for (chunk, names) in self.names.iter().enumerate() {
            let mut symbols: Vec<(GlobalSymbol, &Name)> = names.symbols.iter().map(|(k, v)| (*k, v)).collect();
            symbols.sort();
            let mut externals: Vec<(ExternalImportIdx, &Name)> = names.externals.iter().map(|(k, v)| (*k, v)).collect();
            externals.sort();
            let mut lines: Vec<String> =
                externals.iter().map(|it| format!("{} = {}", self.external(it.0), it.1)).collect();
            lines.extend(symbols.iter().map(|it| format!("{} = {}", self.symbol(it.0), it.1)));
            lines.extend(names.exports.iter().map(|it| format!("{} exported as {}", self.symbol(it.0), it.1)));
            if !names.nested.is_empty() {
                lines.push(format!("nested {}", names.nested.join(" ")));
            }
            if self.names.len() > 1 {
                lines.iter_mut().for_each(|it| it.insert_str(0, &format!("{chunk}: ")));
            }
            for line in lines {
                let _ = writeln!(out, "{line}");
            }
        }
        out
    }

    pub(crate) fn is_used(&self, symbol: GlobalSymbol) -> bool {
        self.linked.used.contains(symbol.index())
    }
}

/// Compares line by line, without the indentation of `expected`.
#[track_caller]
pub(crate) fn same(actual: &str, expected: &str) {
    let indent = expected.lines().filter(|it| !it.trim().is_empty()).map(|it| it.len() - it.trim_start().len()).min();
    let expected: Vec<&str> =
        expected.lines().filter(|it| !it.trim().is_empty()).map(|it| &it[indent.unwrap_or(0)..]).collect();
    let actual = actual.trim_end();
    assert!(actual == expected.join("\n"), "got\n{actual}\n\nexpected\n{}", expected.join("\n"));
}
