//! One module in its chunk: bare statements, or a wrapper around them.

use std::sync::Arc;

use nexxo_base::index::Idx;
use nexxo_base::module::{ImportKind, RecordIdx, StatementIdx};
use nexxo_base::options::OutputFormat;
use nexxo_link::{Early, GlobalSymbol, Helper, ModuleIdx, ModuleKind, RecordTarget, Wrap};

use crate::fill::{Filler, fill_statements};
use crate::piece::{Piece, Placed};
use crate::seams::Filling;

use super::Script;

impl Script<'_, '_> {
    /// Writes a module, given what [`Self::text`] made of it.
    pub(super) fn module(&mut self, module: ModuleIdx, piece: Arc<Piece>) {
        if self.is_silent(module) {
            return;
        }
        let start = self.out.code.len();
        if !self.minify {
            let path = self.input.graph.modules[module].path.clone();
            self.out.push("// ");
            self.line(&path.replace(['\n', '\r', '\u{2028}', '\u{2029}'], " "));
        }
        let body = self.out.code.len();
        if self.input.linked.wrap[module] == Wrap::None {
            self.early_inits(module);
            self.prelude(module, true);
            self.re_exports(module);
        }
        let offset = self.out.code.len() as u32;
        self.out.append(&piece.out);
        self.placed.push(Placed { module, offset, piece });
        if self.out.code.len() == body {
            self.out.code.truncate(start);
        }
    }

    /// Writes the statements of a module with the wrapper around them, if it has one. Depends on nothing that was written
    /// before.
    pub(super) fn text(&mut self, module: ModuleIdx) {
        match self.input.linked.wrap[module] {
            _ if self.is_silent(module) => {}
            Wrap::None => self.statements(module),
            Wrap::CommonJs => self.commonjs(module),
            Wrap::Esm => self.wrapped_esm(module),
        }
    }

    /// A style sheet or an asset of which nothing is used.
    fn is_silent(&self, module: ModuleIdx) -> bool {
        matches!(self.input.graph.modules[module].kind, ModuleKind::Style | ModuleKind::Asset)
            && !self.has_live_statement(module)
            && self.input.linked.wrap[module] == Wrap::None
            && !self.is_used(self.input.linked.symbols.namespace(module))
    }

    pub(super) fn is_used(&self, symbol: GlobalSymbol) -> bool {
        self.input.linked.used.contains(symbol.index())
    }

    pub(super) fn has_live_statement(&self, module: ModuleIdx) -> bool {
        let statements = &self.input.graph.modules[module].statements;
        statements.indices().any(|statement| self.input.linked.is_live(module, statement))
    }

    pub(super) fn live_statements(&self, module: ModuleIdx) -> Vec<StatementIdx> {
        let statements = &self.input.graph.modules[module].statements;
        statements.indices().filter(|&statement| self.input.linked.is_live(module, statement)).collect()
    }

    /// `var x_exports = __export({ a: () => a });`
    pub(super) fn namespace_object(&mut self, module: ModuleIdx) {
        let linked = self.input.linked;
        let namespace = linked.symbols.namespace(module);
        if !self.is_used(namespace) {
            return;
        }
        let minify = self.minify;
        self.out.push("var ");
        self.filler(module).name(namespace);
        self.out.push(if minify { "=" } else { " = " });
        self.filler(module).helper(Helper::Export);
        self.out.push("({");
        let exports = &linked.exports[module];
        for (i, (name, binding)) in exports.iter().enumerate() {
            if i > 0 {
                self.out.push(",");
            }
            self.out.push(if minify { "" } else { "\n\t" });
            self.out.push_key(name);
            self.out.push(if minify { ":()=>" } else { ": () => " });
            self.filler(module).binding(binding, false);
        }
        self.out.push(if minify || exports.is_empty() { "}" } else { "\n}" });
        if linked.dynamic_exports.contains_key(&module) {
            self.out.push(if minify { ",1" } else { ", true" });
        }
        self.out.push(")");
        self.end_statement();
    }

    /// `__reExport(x_exports, import_y);` for names that only the run time knows.
    pub(super) fn re_exports(&mut self, module: ModuleIdx) {
        let linked = self.input.linked;
        let namespace = linked.symbols.namespace(module);
        let Some(sources) = linked.dynamic_exports.get(&module).filter(|_| self.is_used(namespace)) else { return };
        for source in sources {
            self.filler(module).helper(Helper::ReExport);
            self.out.push("(");
            self.filler(module).name(namespace);
            self.out.push(", ");
            self.filler(module).binding(source, false);
            self.out.push(")");
            self.end_statement();
        }
    }

    /// Runs what is imported before this module by one that stands after it.
    pub(super) fn early_inits(&mut self, module: ModuleIdx) {
        for &early in &self.input.plan.early[module] {
            match early {
                Early::Module(target) => self.run_wrapped(target),
                Early::External { importer, record } => self.outside_import(importer, record, true),
            }
        }
    }

    /// What must run before an ES module's own statements: wrapped modules it imports, in the order of its imports.
    pub(super) fn prelude(&mut self, module: ModuleIdx, declare: bool) {
        let linked = self.input.linked;
        let node = &self.input.graph.modules[module];
        let mut inits = linked.inits[module].iter().peekable();
        for (i, record) in node.interface.records.iter().enumerate() {
            let idx = RecordIdx::new(i);
            if matches!(node.targets[i], RecordTarget::External(_) | RecordTarget::Disabled | RecordTarget::Missing) {
                if record.kind == ImportKind::Import {
                    self.outside_import(module, idx, declare);
                }
                continue;
            }
            while let Some(&(_, target)) = inits.next_if(|(it, _)| *it == idx) {
                self.init(module, idx, target, declare);
            }
        }
    }

    /// Runs a wrapped module that `record` leads to, directly or through re-exports that are not in the output.
    pub(super) fn init(&mut self, module: ModuleIdx, record: RecordIdx, target: ModuleIdx, declare: bool) {
        let linked = self.input.linked;
        let interop = linked.symbols.interop(module, record);
        let direct = self.input.graph.modules[module].targets[record.index()] == RecordTarget::Module(target);
        let is_first = !declare || self.ran.insert(target);
        if linked.wrap[target] == Wrap::CommonJs && direct && self.is_used(interop) {
            return self.interop_variable(module, record, declare);
        }
        if !is_first && !linked.is_async.contains(target.index()) {
            return;
        }
        if linked.wrap[target] == Wrap::Esm && linked.waits_for(module, target) {
            self.out.push("await ");
        }
        self.filler(module).name(linked.symbols.wrapper(target));
        self.out.push("()");
        self.end_statement();
    }

    /// An import of something outside of the bundle; in ESM output the import declarations at the top do all.
    pub(super) fn outside_import(&mut self, module: ModuleIdx, record: RecordIdx, declare: bool) {
        let target = self.input.graph.modules[module].targets[record.index()];
        let is_external = matches!(target, RecordTarget::External(_));
        let is_parameter = match target {
            RecordTarget::External(external) => self.input.linked.parameter(external, false).is_some(),
            _ => false,
        };
        if is_external && self.input.options.format == OutputFormat::Esm {
            return;
        }
        if self.is_used(self.input.linked.symbols.interop(module, record)) {
            self.interop_variable(module, record, declare);
        } else if let RecordTarget::External(external) = target
            && !is_parameter
            && (!declare || self.loaded.insert(external))
        {
            self.filler(module).require(record);
            self.end_statement();
        }
    }

    /// `var import_x = __toESM(require_x());`
    pub(super) fn interop_variable(&mut self, module: ModuleIdx, record: RecordIdx, declare: bool) {
        let interop = self.input.linked.symbols.interop(module, record);
        if declare {
            let name = self.input.names().symbols.get(&interop).cloned().unwrap_or_default();
            if !self.interops.insert(name) {
                return;
            }
            self.out.push("var ");
        }
        self.filler(module).name(interop);
        self.out.push(if self.minify { "=" } else { " = " });
        self.filler(module).write_to_esm(record);
        self.end_statement();
    }

    pub(super) fn statements(&mut self, module: ModuleIdx) {
        let Some(template) = self.input.templates[module].clone() else { return };
        let table = &self.input.graph.modules[module].statements;
        let live = self.live_statements(module);
        let (input, minify) = (self.input, self.minify);
        let mut filling = input.records.then(Filling::default);
        fill_statements(&mut self.out, &template, (table, &live), minify, module, |out, kind, rest| {
            let at = (out.code.len(), out.references.len());
            let constant = Filler { input, out, module }.fill(kind, rest);
            if let Some(filling) = &mut filling {
                filling.note(out, at, constant);
            }
        });
        self.filling = filling.map(|filling| filling.of(live));
    }
}
