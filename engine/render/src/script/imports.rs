//! What a chunk takes from other scripts: external modules and other chunks.

use nexxo_base::module::Imported;
use nexxo_base::{Map, Name};
use nexxo_link::{ChunkIdx, ExternalIdx, ExternalImportIdx, GlobalSymbol, ModuleIdx, is_identifier};

use super::Script;

impl Script<'_, '_> {
    pub(super) fn imports(&mut self) {
        let chunk = &self.input.plan.chunks[self.input.chunk];
        let mut by_external: Vec<(ExternalIdx, Vec<ExternalImportIdx>)> = Vec::new();
        for &import in &chunk.external_imports {
            let external = self.input.linked.external_imports[import].external;
            match by_external.last_mut() {
                Some((last, imports)) if *last == external => imports.push(import),
                _ => by_external.push((external, vec![import])),
            }
        }
        for &external in &chunk.bare_externals {
            if !by_external.iter().any(|(it, _)| *it == external) {
                by_external.push((external, Vec::new()));
            }
        }
        by_external.sort_by_key(|(external, _)| *external);
        for (external, imports) in &by_external {
            self.import_external(*external, imports);
        }
        for (other, symbols) in &chunk.imports {
            if self.input.plan.chunks[*other].has_script {
                self.import_chunk(*other, symbols);
            }
        }
    }

    pub(super) fn import_external(&mut self, external: ExternalIdx, imports: &[ExternalImportIdx]) {
        let names = &self.input.all_names[self.input.chunk].externals;
        let (mut default, mut namespaces, mut named) = (None, Vec::new(), Vec::new());
        for import in imports {
            let Some(local) = names.get(import) else { continue };
            match &self.input.linked.external_imports[*import].imported {
                Imported::Name(name) if name == "default" && default.is_none() => default = Some(local.clone()),
                Imported::Namespace => namespaces.push(local.clone()),
                Imported::Name(name) => named.push((name.clone(), local.clone())),
            }
        }
        for namespace in &namespaces {
            self.out.push(if self.minify { "import*as " } else { "import * as " });
            self.out.push(namespace);
            self.from(external);
        }
        if default.is_none() && named.is_empty() && !namespaces.is_empty() {
            return;
        }
        self.out.push("import");
        if let Some(default) = &default {
            self.out.push(" ");
            self.out.push(default);
            if !named.is_empty() {
                self.out.push(",");
            }
        }
        if !named.is_empty() {
            self.specifiers(&named);
        }
        if default.is_none() && named.is_empty() {
            self.out.push(if self.minify { "" } else { " " });
            self.filler(ModuleIdx(0)).external_specifier(external);
            self.end_statement();
        } else {
            self.from(external);
        }
    }

    /// `{ a as b, c }`, in an import.
    pub(super) fn specifiers(&mut self, named: &[(Name, Name)]) {
        self.out.push(if self.minify { "{" } else { " { " });
        for (i, (name, local)) in named.iter().enumerate() {
            if i > 0 {
                self.out.push(if self.minify { "," } else { ", " });
            }
            if name != local {
                self.export_name(name);
                self.out.push(" as ");
            }
            self.out.push(local);
        }
        self.out.push(if self.minify { "}" } else { " }" });
    }

    pub(super) fn from(&mut self, external: ExternalIdx) {
        // `import*as a from"x"` needs the space before `from`, `}from"x"` does not.
        let tight = self.minify && self.out.code.ends_with('}');
        self.out.push(if tight { "from" } else { " from" });
        self.out.push(if self.minify { "" } else { " " });
        self.filler(ModuleIdx(0)).external_specifier(external);
        self.end_statement();
    }

    pub(super) fn import_chunk(&mut self, other: ChunkIdx, symbols: &[GlobalSymbol]) {
        let exported: Map<_, _> =
            self.input.all_names[other].exports.iter().map(|(symbol, name)| (*symbol, name.clone())).collect();
        let local = &self.input.all_names[self.input.chunk].symbols;
        let named: Vec<_> = symbols
            .iter()
            .filter_map(|symbol| Some((exported.get(symbol)?.clone(), local.get(symbol)?.clone())))
            .collect();
        debug_assert_eq!(named.len(), symbols.len(), "every symbol that crosses chunks has both names");
        self.out.push("import");
        if !named.is_empty() {
            self.specifiers(&named);
            self.out.push(if self.minify { "from" } else { " from" });
        }
        self.out.push(if self.minify { "" } else { " " });
        let module = ModuleIdx(0);
        self.filler(module).chunk_specifier(other);
        self.end_statement();
    }

    /// An export's name where a module export name is due: an identifier or a string.
    pub(super) fn export_name(&mut self, name: &str) {
        if is_identifier(name) || nexxo_link::is_reserved(name) {
            self.out.push(name);
        } else {
            self.out.push_string(name);
        }
    }
}
