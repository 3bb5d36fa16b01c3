//! Modules that run when they are asked for: CommonJS, and ES modules that are required or imported lazily.

use nexxo_base::index::Idx;
use nexxo_base::module::{RecordIdx, StatementIdx, StatementKind};
use nexxo_base::options::OutputFormat;
use nexxo_base::template::Template;
use nexxo_link::{ChunkKind, Helper, ModuleIdx};

use crate::fill::Cut;

use super::Script;

impl Script<'_, '_> {
    pub(super) fn commonjs(&mut self, module: ModuleIdx) {
        let wrapper = self.input.linked.symbols.wrapper(module);
        let Some(template) = self.input.templates[module].clone() else { return };
        let minify = self.minify;
        self.out.push("var ");
        self.filler(module).name(wrapper);
        self.out.push(if minify { "=" } else { " = " });
        self.filler(module).helper(Helper::CommonJs);
        // An arrow has no `this` and no `arguments` of its own.
        let text = template.text.as_bytes();
        let needs_function = ["this", "arguments", "super", "new.target"]
            .iter()
            .any(|word| memchr::memmem::find(text, word.as_bytes()).is_some());
        // In parentheses of its own, as engines compile such functions with the script: most of them run at once.
        self.out.push(if needs_function { "((function(" } else { "(((" });
        self.commonjs_parameters(&template);
        self.out.push(if needs_function { ")" } else { ") =>" });
        self.out.push(if minify { "{" } else { " {\n" });
        for directive in &template.directives {
            self.out.push(directive);
            self.end_statement();
        }
        self.filler(module).statement(&template, StatementIdx(0), Cut::default());
        self.out.push("})");
        // What Node runs first is `require.main`, and has a file name and a parent.
        let is_entry = self.input.plan.chunks[self.input.chunk].kind == ChunkKind::Entry(module);
        if is_entry && template.uses_module && self.input.options.format == OutputFormat::Cjs {
            self.out.push(if minify { ",module" } else { ", module" });
        }
        self.out.push(")");
        self.end_statement();
    }

    pub(super) fn commonjs_parameters(&mut self, template: &Template) {
        if !template.uses_exports && !template.uses_module {
            return;
        }
        let nested = &self.input.all_names[self.input.chunk].nested;
        let named = |i: usize, plain: &str| match nested.get(i) {
            Some(name) if template.has_nested_names => name.to_string(),
            _ => plain.to_string(),
        };
        let mut parameters = named(0, "exports");
        if template.uses_module {
            parameters.push(',');
            parameters.push_str(if self.minify { "" } else { " " });
            parameters.push_str(&named(1, "module"));
        }
        self.out.push(&parameters);
    }

    /// Declarations outside, everything that runs inside `var init_x = __esm(() => { … })`.
    pub(super) fn wrapped_esm(&mut self, module: ModuleIdx) {
        let linked = self.input.linked;
        let Some(template) = self.input.templates[module].clone() else { return };
        let table = self.input.graph.modules[module].statements.clone();
        let live = self.live_statements(module);
        let functions = |statement: &StatementIdx| table.get(*statement).kind == StatementKind::Function;
        // What other statements say they declare, they share with one that does.
        let variables = |it: &StatementIdx| !functions(it) && table.get(*it).kind != StatementKind::Other;
        self.hoisted_variables(module, live.iter().copied().filter(variables));
        for &statement in live.iter().filter(|it| functions(it)) {
            self.filler(module).statement(&template, statement, Cut::default());
        }
        self.namespace_object(module);
        let minify = self.minify;
        self.out.push("var ");
        self.filler(module).name(linked.symbols.wrapper(module));
        self.out.push(if minify { "=" } else { " = " });
        self.filler(module).helper(Helper::Esm);
        let is_async = linked.is_async.contains(module.index());
        self.out.push(if is_async { "(async () =>" } else { "(() =>" });
        self.out.push(if minify { "{" } else { " {\n" });
        self.prelude(module, false);
        self.re_exports(module);
        for &statement in live.iter().filter(|it| !functions(it)) {
            self.assigned_statement(module, &template, statement, table.get(statement).kind);
        }
        self.out.push("})");
        self.end_statement();
    }

    pub(super) fn hoisted_variables(&mut self, module: ModuleIdx, statements: impl Iterator<Item = StatementIdx>) {
        let linked = self.input.linked;
        let graph_module = &self.input.graph.modules[module];
        let mut symbols = Vec::new();
        for statement in statements {
            symbols
                .extend(graph_module.statements.declares(statement).iter().map(|&it| linked.symbols.local(module, it)));
        }
        for i in 0..graph_module.interface.records.len() {
            let interop = linked.symbols.interop(module, RecordIdx::new(i));
            if self.is_used(interop) && self.input.all_names[self.input.chunk].symbols.contains_key(&interop) {
                symbols.push(interop);
            }
        }
        symbols.sort_unstable();
        symbols.dedup();
        for (i, &symbol) in symbols.iter().enumerate() {
            self.out.push(match (i, self.minify) {
                (0, _) => "var ",
                (_, true) => ",",
                (_, false) => ", ",
            });
            self.filler(module).name(symbol);
        }
        if !symbols.is_empty() {
            self.end_statement();
        }
    }

    /// Writes a statement whose declarations stand outside of the function it is in.
    pub(super) fn assigned_statement(
        &mut self,
        module: ModuleIdx,
        template: &Template,
        statement: StatementIdx,
        kind: StatementKind,
    ) {
        let range = template.statements[statement.index()];
        let text = self.filler(module).statement_text(template, statement);
        let tail = text.len() - text.trim_end_matches([';', '\n']).len();
        match kind {
            StatementKind::Var | StatementKind::Let | StatementKind::Const => {
                if range.uninitialised {
                    return;
                }
                self.out.push(if range.pattern { "(" } else { "" });
                self.filler(module).statement(template, statement, Cut { head: range.head as usize, tail });
                self.out.push(if range.pattern { ")" } else { "" });
                self.end_statement();
            }
            StatementKind::Class => {
                let declared = self.input.graph.modules[module].statements.declares(statement).first().copied();
                if let Some(symbol) = declared {
                    self.filler(module).symbol_binding(symbol, false);
                    self.out.push(if self.minify { "=" } else { " = " });
                }
                self.filler(module).statement(template, statement, Cut { head: 0, tail });
                self.end_statement();
            }
            StatementKind::Function | StatementKind::Other => {
                self.filler(module).statement(template, statement, Cut::default());
            }
        }
    }
}
