//! What every import binding and every member access means, and what a module exports.

use nexxo_base::index::{BitSet, Idx, IndexVec};
use nexxo_base::module::Imported;
use nexxo_base::{Map, Name, Set};

use nexxo_base::options::{LinkOptions, OutputFormat};

use crate::exports::{Exports, Found, Miss};
use crate::fold::constant;
use crate::ident::{identifier_from, is_identifier, stem_of};
use crate::linked::{Binding, ExportList, ExternalImport};
use crate::types::{ExternalIdx, ExternalImportIdx, GlobalSymbol, Graph, ModuleIdx, SymbolRole, SymbolSpace};

/// Turns what [`Exports`] finds into bindings, and keeps what later passes ask for.
pub(crate) struct Binder<'a> {
    graph: &'a Graph,
    symbols: &'a SymbolSpace,
    exports: Exports<'a>,
    /// Short constants take the place of their names.
    inline: bool,
    /// What each import symbol means.
    pub(crate) imports: Map<GlobalSymbol, Binding>,
    /// What each member access means.
    pub(crate) members: IndexVec<ModuleIdx, Box<[Binding]>>,
    /// Those that are bound to the variable of a key, not to the object with all of them.
    keys: Vec<KeyRead>,
    /// Import symbols that lead to nothing: index into the misses.
    pub(crate) broken: Map<GlobalSymbol, u32>,
    /// Import symbols that lead into modules that were not read.
    pub(crate) unread: Set<GlobalSymbol>,
    /// Member accesses that do.
    pub(crate) unread_members: Set<(ModuleIdx, usize)>,
    /// Export lists that were asked for.
    pub(crate) listed: IndexVec<ModuleIdx, Option<ExportList>>,
    /// See `Linked::dynamic_exports`.
    pub(crate) dynamic: Map<ModuleIdx, Box<[Binding]>>,
    /// Imports from external modules in ESM output.
    pub(crate) external_imports: IndexVec<ExternalImportIdx, ExternalImport>,
    external_ids: Map<(ExternalIdx, Option<&'a Name>), ExternalImportIdx>,
}

/// A member access that reads a key of an object.
struct KeyRead {
    module: ModuleIdx,
    /// Its index among the module's.
    member: usize,
    object: GlobalSymbol,
}

impl<'a> Binder<'a> {
    /// Binds all imports and members of `graph`.
    pub(crate) fn new(graph: &'a Graph, symbols: &'a SymbolSpace, options: &LinkOptions) -> Self {
        let mut binder = Self {
            graph,
            symbols,
            exports: Exports::new(graph, symbols, options.format == OutputFormat::Esm),
            inline: options.inline_constants,
            imports: Map::default(),
            members: IndexVec::new(),
            keys: Vec::new(),
            broken: Map::default(),
            unread: Set::default(),
            unread_members: Set::default(),
            listed: graph.modules.iter().map(|_| None).collect(),
            dynamic: Map::default(),
            external_imports: IndexVec::new(),
            external_ids: Map::default(),
        };
        binder.imports.reserve(graph.modules.iter().map(|module| module.interface.imports.len()).sum());
        for module in graph.modules.indices() {
            binder.bind_imports(module);
        }
        for module in graph.modules.indices() {
            let members = binder.bind_members(module);
            binder.members.push(members);
        }
        binder
    }

    /// Binds reads of keys to the object again where the object is there, as `used` says: whoever else has it may change it.
    pub(crate) fn settle_keys(&mut self, used: &BitSet) {
        for KeyRead { module, member, object } in std::mem::take(&mut self.keys) {
            if used.contains(object.index()) {
                let name = self.graph.modules[module].interface.members[member].name.clone();
                self.members[module][member] = Binding::Property(object, name);
            }
        }
    }

    /// Hops that lead to nothing.
    pub(crate) fn misses(&self) -> &[Miss<'a>] {
        &self.exports.misses
    }

    /// Lists the exports of `module`, once.
    pub(crate) fn list_exports(&mut self, module: ModuleIdx) -> &[(Name, Binding)] {
        let list = match self.listed[module].take() {
            Some(list) => list,
            None => self.make_list(module),
        };
        self.listed[module].insert(list)
    }

    /// Named re-exports of `module` that lead to nothing, as indices into the misses.
    pub(crate) fn broken_exports(&mut self, module: ModuleIdx) -> Vec<u32> {
        let exports = &self.graph.modules[module].interface.exports;
        let misses = exports.iter().filter_map(|export| match self.exports.lookup(module, &export.name) {
            Found::Broken(miss) => Some(miss),
            _ => None,
        });
        misses.collect()
    }

    /// Whether a module behind the stars of `module` was not read.
    pub(crate) fn has_unread_stars(&mut self, module: ModuleIdx) -> bool {
        self.exports.has_unread_stars(module)
    }

    /// All names that `module` may export, for suggestions.
    pub(crate) fn export_names(&mut self, module: ModuleIdx) -> Vec<&'a Name> {
        let mut names: Vec<&Name> = self.exports.star_names(module).0;
        names.extend(self.graph.modules[module].interface.exports.iter().map(|export| &export.name));
        names
    }

    fn bind_imports(&mut self, module: ModuleIdx) {
        let interface = &self.graph.modules[module].interface;
        for import in &interface.imports {
            let symbol = self.symbols.local(module, import.symbol);
            let found = self.exports.import(module, import.record, &import.imported);
            let may_be_missing = interface.type_imports.contains(&import.symbol);
            match (found, &import.imported) {
                _ if may_be_missing => {}
                (Found::Broken(miss), _) => {
                    self.broken.insert(symbol, miss);
                }
                (Found::Skipped, _) => {
                    self.unread.insert(symbol);
                }
                (Found::Nothing | Found::Ambiguous(..), Imported::Name(name)) => {
                    let candidates = match found {
                        Found::Ambiguous(a, b) => Some([a, b]),
                        _ => None,
                    };
                    if let Some(target) = self.graph.modules[module].target_module(import.record) {
                        self.broken.insert(symbol, self.exports.misses.len() as u32);
                        let record = import.record;
                        self.exports.misses.push(Miss { importer: module, record, name, module: target, candidates });
                    }
                }
                _ => {}
            }
            let binding = match self.inlined(found) {
                Some(constant) => constant,
                None => self.binding(found, interface.symbols.get(import.symbol.0 as usize).map(|it| &it.name)),
            };
            self.imports.insert(symbol, binding);
        }
    }

    fn bind_members(&mut self, module: ModuleIdx) -> Box<[Binding]> {
        let interface = &self.graph.modules[module].interface;
        let members = interface.members.iter().enumerate().map(|(i, member)| {
            let symbol = self.symbols.local(module, member.symbol);
            let object = self.imports.get(&symbol).cloned().unwrap_or(Binding::Symbol(symbol));
            if let Binding::Symbol(object) = object
                && let (target, SymbolRole::Namespace) = self.symbols.owner(object)
            {
                // Nothing, ambiguous or broken: the namespace object lacks the property, which is no error.
                let found = self.exports.lookup(target, &member.name);
                if found == Found::Skipped {
                    self.unread_members.insert((module, i));
                }
                return self.inlined(found).unwrap_or_else(|| self.binding(found, None));
            }
            if let Binding::Symbol(object) = object
                && let Some(key) = self.key_of_value(object, &member.name)
            {
                self.keys.push(KeyRead { module, member: i, object });
                return self.inlined(key).unwrap_or_else(|| self.binding(key, None));
            }
            if let Binding::Symbol(object) = object
                && let Some(value) = constant(self.graph, self.symbols, object, Some(&member.name))
            {
                return Binding::Constant(object, value.clone());
            }
            object.member(member.name.clone())
        });
        members.collect()
    }

    /// The export that is the key `name` of the object that a module without code (JSON) is the default export of.
    fn key_of_value(&mut self, object: GlobalSymbol, name: &'a Name) -> Option<Found<'a>> {
        let (module, SymbolRole::Local(symbol)) = self.symbols.owner(object) else { return None };
        let interface = &self.graph.modules[module].interface;
        let is_value = interface.pure && interface.required_value == Some(symbol);
        let is_key = is_value && name != "default" && interface.export(name).is_some();
        is_key.then(|| self.exports.lookup(module, name))
    }

    fn make_list(&mut self, module: ModuleIdx) -> ExportList {
        let interface = &self.graph.modules[module].interface;
        if self.graph.modules[module].is_cjs() {
            return Box::default();
        }
        let (star_names, sources) = self.exports.star_names(module);
        let mut list = Vec::with_capacity(interface.exports.len() + star_names.len());
        for name in interface.exports.iter().map(|export| &export.name).chain(star_names) {
            match self.exports.lookup(module, name) {
                Found::Nothing | Found::Ambiguous(..) | Found::Broken(_) | Found::Skipped => {}
                found => list.push((name.clone(), self.binding(found, None))),
            }
        }
        list.sort_by(|a, b| a.0.cmp(&b.0));
        if !sources.is_empty() {
            let sources = sources.iter().map(|source| {
                let found = self.exports.import(source.module, source.record, &Imported::Namespace);
                self.binding(found, None)
            });
            let sources = sources.collect();
            self.dynamic.insert(module, sources);
        }
        list.into()
    }

    /// A constant that is short enough to be written wherever it is mentioned.
    fn inlined(&self, found: Found<'a>) -> Option<Binding> {
        let Found::Symbol(symbol) = found else { return None };
        let value = constant(self.graph, self.symbols, symbol, None).filter(|_| self.inline)?;
        Some(Binding::Constant(symbol, value.clone()))
    }

    fn binding(&mut self, found: Found<'a>, local: Option<&Name>) -> Binding {
        match found {
            Found::Nothing | Found::Ambiguous(..) | Found::Broken(_) | Found::Skipped => Binding::Missing,
            Found::Symbol(symbol) => Binding::Symbol(symbol),
            Found::Property(symbol, name) => Binding::Property(symbol, name.clone()),
            Found::External(external, imported) => Binding::External(self.external(external, imported, local)),
        }
    }

    fn external(
        &mut self,
        external: ExternalIdx,
        imported: Option<&'a Name>,
        local: Option<&Name>,
    ) -> ExternalImportIdx {
        let Self { graph, external_imports, external_ids, .. } = self;
        *external_ids.entry((external, imported)).or_insert_with(|| {
            let name = match (local, imported) {
                (Some(local), _) => local.clone(),
                (None, Some(name)) if name != "default" && is_identifier(name) => name.clone(),
                (None, Some(name)) if name != "default" => identifier_from(name),
                _ => stem_of(&graph.externals[external]),
            };
            let imported = imported.map_or(Imported::Namespace, |name| Imported::Name(name.clone()));
            external_imports.push(ExternalImport { external, imported, name })
        })
    }
}

/// Whether `module` exports anything, as far as its own text says.
pub(crate) fn has_exports(graph: &Graph, module: ModuleIdx) -> bool {
    let interface = &graph.modules[module].interface;
    !interface.exports.is_empty() || !interface.stars.is_empty()
}
