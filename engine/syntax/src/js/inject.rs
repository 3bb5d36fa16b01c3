//! `--inject`: exports of other files in place of globals.

use nexxo_base::Name;
use nexxo_base::module::Format;
use oxc::allocator::Allocator;
use oxc::ast::ast::Program;
use oxc::ast_visit::VisitMut;
use oxc::parser::Parser;
use oxc::semantic::Scoping;
use oxc::span::{SPAN, SourceType, Span};
use oxc::transformer_plugins::{
    InjectGlobalVariables, InjectGlobalVariablesConfig, InjectImport, ReplaceGlobalDefines, ReplaceGlobalDefinesConfig,
};

/// A file whose exports are injected.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Injected {
    /// How modules import it.
    pub specifier: Name,
    /// Its exports: names of globals, which may be dotted.
    pub exports: Box<[Name]>,
    /// Whether every module imports it, be one of its exports used or not.
    pub effects: bool,
}

/// Makes a module import the injected exports that it mentions as globals, and the files that have effects. Returns the
/// scoping, which has to be built again if anything changed, and whether it did.
pub(super) fn apply<'a>(
    arena: &'a Allocator,
    injected: &[Injected],
    format: Format,
    program: &mut Program<'a>,
    scoping: Scoping,
) -> (Scoping, bool) {
    let mentioned = |name: &Name| {
        let first = name.split('.').next().unwrap_or(name);
        scoping.root_unresolved_references().keys().any(|key| key.as_str() == first) || name.starts_with("import.meta")
    };
    let uses: Vec<(&Injected, &Name)> = injected
        .iter()
        .flat_map(|file| file.exports.iter().map(move |name| (file, name)))
        .filter(|(_, name)| mentioned(name))
        .collect();
    let effects = injected.iter().any(|file| file.effects);
    if uses.is_empty() && !effects {
        return (scoping, false);
    }
    let mut changed = effects;
    let scoping = match format {
        Format::Esm => {
            let import =
                |(file, name): &(&Injected, &Name)| InjectImport::named_specifier(&file.specifier, Some(name), name);
            let config = InjectGlobalVariablesConfig::new(uses.iter().map(import).collect());
            let done = InjectGlobalVariables::new(arena, config).build(scoping, program);
            changed |= done.changed;
            done.scoping
        }
        Format::CommonJs => {
            let required = |(file, name): &(&Injected, &Name)| {
                (name.to_string(), format!("require({:?})[{:?}]", file.specifier.as_str(), name.as_str()))
            };
            let defines: Vec<(String, String)> = uses.iter().map(required).collect();
            match ReplaceGlobalDefinesConfig::new(&defines) {
                Ok(config) => {
                    let done = ReplaceGlobalDefines::new(arena, config).build(scoping, program);
                    changed |= done.changed;
                    done.scoping
                }
                // A name that cannot be read as a global is no global.
                Err(_) => scoping,
            }
        }
    };
    for file in injected.iter().rev().filter(|file| file.effects) {
        import_bare(arena, &file.specifier, format, program);
    }
    (scoping, changed)
}

fn import_bare<'a>(arena: &'a Allocator, specifier: &str, format: Format, program: &mut Program<'a>) {
    let text = match format {
        Format::Esm => format!("import {specifier:?};"),
        Format::CommonJs => format!("require({specifier:?});"),
    };
    let source_type = SourceType::mjs().with_module(format == Format::Esm);
    let mut parsed = Parser::new(arena, arena.alloc_str(&text), source_type).parse().program;
    Nowhere.visit_program(&mut parsed);
    if let Some(statement) = parsed.body.pop() {
        program.body.insert(0, statement);
    }
}

/// Takes the places of nodes that are not from the module's own text.
struct Nowhere;

impl VisitMut<'_> for Nowhere {
    fn visit_span(&mut self, it: &mut Span) {
        *it = SPAN;
    }
}
