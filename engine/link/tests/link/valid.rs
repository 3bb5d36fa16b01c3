//! What must hold of every result, seen from the renderer's side and without the linker's own notions.

use nexxo_base::Set;
use nexxo_base::index::Idx;
use nexxo_base::module::ImportKind;
use nexxo_base::options::{LinkOptions, OutputFormat};
use nexxo_link::{
    ChunkIdx, ChunkKind, GlobalSymbol, ModuleIdx, ModuleKind, RecordTarget, Root, SymbolRole, Wrap, is_reserved,
    stays_inline,
};

use crate::show::Case;

pub(crate) fn validate(case: &Case, options: &LinkOptions) {
    let (graph, linked, plan) = (&case.project.graph, &case.linked, &case.plan);
    let mut placed = Set::default();
    for (idx, chunk) in plan.chunks.iter_enumerated() {
        for &module in &chunk.modules {
            assert!(placed.insert(module), "{} is placed twice", case.path(module));
            assert_eq!(plan.chunk_of[module], Some(idx));
            assert!(linked.included.contains(module.index()));
            validate_module(case, idx, module, options);
        }
        validate_chunk(case, idx, options);
    }
    if !graph.entries.is_empty() {
        for &module in &linked.order {
            assert!(placed.contains(&module), "{} is not placed", case.path(module));
        }
        assert_eq!(placed.len(), linked.included.count());
    }
    for symbol in linked.used.iter().map(GlobalSymbol::new) {
        let (module, role) = linked.symbols.owner(symbol);
        let SymbolRole::Local(local) = role else { continue };
        let statements = &graph.modules[module].statements;
        for statement in statements.indices().filter(|it| statements.declares(*it).contains(&local)) {
            assert!(linked.is_live(module, statement), "{} is used but dead", case.symbol(symbol));
        }
    }
}

fn validate_module(case: &Case, chunk: ChunkIdx, module: ModuleIdx, options: &LinkOptions) {
    let (graph, linked) = (&case.project.graph, &case.linked);
    let this = &graph.modules[module];
    let symbols = &linked.symbols;
    let need_root = |root: Root| {
        self::need(case, chunk, module, root);
        not_hidden_by_a_slot(case, chunk, module, root);
    };
    let need = |symbol: GlobalSymbol| need_root(Root::Symbol(symbol));
    for statement in this.statements.indices().filter(|it| linked.is_live(module, *it)) {
        if !this.is_cjs() {
            for &symbol in this.statements.declares(statement) {
                need_root(linked.resolve(module, symbol).root());
            }
            for &symbol in this.statements.reads(statement) {
                let root = linked.resolve(module, symbol).root();
                runs_first(case, module, root);
                not_captured(case, chunk, module, root, &this.interface.symbols[symbol.index()].name);
                // The graphs mention names that nothing declares; those get a name too, being used.
                need_root(linked.resolve(module, symbol).root());
            }
        }
        for &member in this.statements.members(statement) {
            let root = linked.member(module, member).root();
            need_root(root);
            runs_first(case, module, root);
            not_captured(case, chunk, module, root, "");
        }
        for &record in this.statements.records(statement) {
            let kind = this.interface.records[record.index()].kind;
            let RecordTarget::Module(target) = this.target(record) else { continue };
            assert!(linked.included.contains(target.index()));
            let cjs = graph.modules[target].is_cjs();
            match kind {
                ImportKind::Require => {
                    if Some(target) != graph.runtime {
                        need(symbols.wrapper(target));
                    }
                    match graph.modules[target].interface.required_value {
                        _ if cjs => {}
                        Some(value) => need_root(linked.resolve(target, value).root()),
                        None => need(symbols.namespace(target)),
                    }
                }
                ImportKind::DynamicImport if !stays_inline(graph, options, target) => {
                    assert!(case.plan.chunks[chunk].dynamic_imports.contains(&case.plan.entry_chunks[&target]));
                }
                ImportKind::DynamicImport => {
                    assert_ne!(linked.wrap[target], Wrap::None);
                    need(symbols.wrapper(target));
                    if !cjs {
                        need(symbols.namespace(target));
                    }
                }
                _ => {}
            }
        }
    }
    for &(_, target) in &linked.inits[module] {
        assert_ne!(linked.wrap[target], Wrap::None);
        need(symbols.wrapper(target));
    }
    for target in case.plan.early[module].iter().filter_map(|it| it.module()) {
        assert_ne!(linked.wrap[target], Wrap::None);
        // Called where the module begins, outside of all that it binds.
        self::need(case, chunk, module, Root::Symbol(symbols.wrapper(target)));
    }
    if case.is_used(symbols.namespace(module)) {
        need(symbols.namespace(module));
        linked.exports[module].iter().for_each(|it| need_root(it.1.root()));
        linked.dynamic_exports.get(&module).into_iter().flatten().for_each(|it| need_root(it.root()));
    }
    for record in (0..this.interface.records.len()).map(Idx::new) {
        if case.is_used(symbols.interop(module, record)) {
            need(symbols.interop(module, record));
            if let RecordTarget::Module(target) = this.target(record) {
                need(symbols.wrapper(target));
                assert!(linked.inits[module].contains(&(record, target)) || module == target);
            }
        }
    }
    if linked.wrap[module] != Wrap::None {
        self::need(case, chunk, module, Root::Symbol(symbols.wrapper(module)));
    }
}

/// The chunk must have a name for what `module` mentions, and get it from where it is declared.
fn need(case: &Case, chunk: ChunkIdx, module: ModuleIdx, root: Root) {
    let names = &case.names[chunk.index()];
    match root {
        Root::Nothing => {}
        Root::External(import) => {
            assert!(names.externals.contains_key(&import), "no name for {}", case.external(import));
        }
        Root::Symbol(symbol) => {
            let what = || format!("{} in {} of chunk {chunk:?}", case.symbol(symbol), case.path(module));
            let owner = case.linked.symbols.owner(symbol).0;
            assert!(case.is_used(symbol) || owner == module, "not used: {}", what());
            assert!(names.symbols.contains_key(&symbol), "no name for {}", what());
            let home = case.plan.chunk_of[owner].unwrap_or_else(|| panic!("not placed: {}", what()));
            if home != chunk {
                let import = case.plan.chunks[chunk].imports.iter().find(|it| it.0 == home);
                assert!(import.is_some_and(|it| it.1.contains(&symbol)), "not imported: {}", what());
            }
        }
    }
}

/// What a module mentions of a wrapped ES module must have run before, by the module itself or by what it runs.
fn runs_first(case: &Case, module: ModuleIdx, root: Root) {
    if let Root::Symbol(symbol) = root {
        let owner = case.linked.symbols.owner(symbol).0;
        if owner != module && case.linked.wrap[owner] == Wrap::Esm {
            let mut run = vec![module];
            for next in 0.. {
                let Some(&by) = run.get(next) else {
                    panic!("{} does not run {}", case.path(module), case.path(owner));
                };
                if by == owner {
                    break;
                }
                for &(_, target) in &case.linked.inits[by] {
                    if !run.contains(&target) {
                        run.push(target);
                    }
                }
            }
        }
    }
}

/// The name of what a module mentions anywhere must not be that of one of its nested slots.
fn not_hidden_by_a_slot(case: &Case, chunk: ChunkIdx, module: ModuleIdx, root: Root) {
    let facts = &case.project.facts[module];
    let (names, slots) = (&case.names[chunk.index()], facts.nested_uses.len());
    if slots == 0 || facts.symbol_clashes.iter().any(|&it| (it as usize) < slots) {
        return; // the test says itself what clashes
    }
    let name = match root {
        Root::Symbol(symbol) => names.symbols.get(&symbol),
        Root::External(import) => names.externals.get(&import),
        Root::Nothing => None,
    };
    if let (Some(name), Some(nested)) = (name, names.nested.get(..slots)) {
        assert!(!nested.contains(name), "{name} is a nested slot of {}", case.path(module));
    }
}

/// Interop variables of one target in modules that are not wrapped are one variable.
fn is_shared(case: &Case, a: GlobalSymbol, b: GlobalSymbol) -> bool {
    let target = |symbol| match case.linked.symbols.owner(symbol) {
        (module, SymbolRole::Interop(record)) if case.linked.wrap[module] == Wrap::None => {
            let this = &case.project.graph.modules[module];
            Some((this.target(record), this.node_esm))
        }
        _ => None,
    };
    target(a).is_some() && target(a) == target(b)
}

/// The name of what a module mentions as `local` must not be one that the module binds inside.
fn not_captured(case: &Case, chunk: ChunkIdx, module: ModuleIdx, root: Root, local: &str) {
    let names = &case.names[chunk.index()];
    let name = match root {
        Root::Symbol(symbol) => names.symbols.get(&symbol),
        Root::External(import) => names.externals.get(&import),
        Root::Nothing => None,
    };
    if let Some(name) = name
        && name != local
    {
        assert!(case.project.facts[module].nested.binary_search(name).is_err(), "{name} is captured in {module:?}");
    }
}

fn validate_chunk(case: &Case, idx: ChunkIdx, options: &LinkOptions) {
    let chunk = &case.plan.chunks[idx];
    let names = &case.names[idx.index()];
    let mut given: Vec<(&str, Option<GlobalSymbol>)> = Vec::new();
    given.extend(names.symbols.iter().map(|(symbol, name)| (name.as_str(), Some(*symbol))));
    given.extend(names.externals.values().map(|name| (name.as_str(), None)));
    given.sort_unstable();
    for pair in given.windows(2) {
        let shared = matches!((pair[0].1, pair[1].1), (Some(a), Some(b)) if is_shared(case, a, b));
        assert!(pair[0].0 != pair[1].0 || shared, "two things are called {}", pair[0].0);
    }
    let mut given: Vec<&str> = given.into_iter().map(|it| it.0).collect();
    let mut nested: Vec<&str> = names.nested.iter().map(|it| it.as_str()).collect();
    nested.sort_unstable();
    assert!(nested.windows(2).all(|it| it[0] != it[1]), "two nested slots of one name");
    given.append(&mut nested);
    given.sort_unstable();
    for &module in &chunk.modules {
        for global in &case.project.facts[module].globals {
            assert!(given.binary_search(&global.as_str()).is_err(), "{global} is hidden");
        }
    }
    assert!(given.iter().all(|it| !is_reserved(it)));
    for (from, symbols) in &chunk.imports {
        assert_ne!(*from, idx);
        let source = &case.plan.chunks[*from];
        for symbol in symbols {
            assert!(source.exports.binary_search(symbol).is_ok());
            assert_eq!(case.plan.chunk_of[case.linked.symbols.owner(*symbol).0], Some(*from));
            assert!(case.names[from.index()].symbols.contains_key(symbol), "{} has no name", case.symbol(*symbol));
        }
    }
    assert_eq!(names.exports.len(), chunk.exports.len());
    let mut aliases: Vec<&str> = names.exports.iter().map(|it| it.1.as_str()).collect();
    if let ChunkKind::Entry(entry) | ChunkKind::Dynamic(entry) = chunk.kind {
        let gives_exports = !case.linked.gives_namespace(&case.project.graph, entry);
        if options.format == OutputFormat::Esm && !case.project.graph.modules[entry].is_cjs() && gives_exports {
            let exports = &case.linked.exports[entry];
            exports.iter().for_each(|it| need(case, idx, entry, it.1.root()));
            aliases.extend(exports.iter().map(|it| it.0.as_str()));
        }
        if case.linked.wrap[entry] != Wrap::None {
            need(case, idx, entry, Root::Symbol(case.linked.symbols.wrapper(entry)));
        }
    }
    aliases.sort_unstable();
    assert!(aliases.windows(2).all(|it| it[0] != it[1]), "exported twice: {aliases:?}");
    // A page stays where it is, even when modules that a group takes import it.
    let pages = case.project.graph.modules.iter().any(|it| it.kind == ModuleKind::Html);
    let closed = options.groups.iter().all(|group| group.include_dependencies && group.max_size.is_none());
    if options.groups.is_empty() || closed && !pages {
        no_cycle(case, idx);
    }
}

/// Chunks must not import each other in a circle.
fn no_cycle(case: &Case, start: ChunkIdx) {
    let mut seen = Set::default();
    let mut stack = vec![start];
    while let Some(chunk) = stack.pop() {
        for &(from, _) in &case.plan.chunks[chunk].imports {
            assert_ne!(from, start, "chunks import each other");
            if seen.insert(from) {
                stack.push(from);
            }
        }
    }
}
