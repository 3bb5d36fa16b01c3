//! One chunk's CSS.

use std::sync::Arc;

use nexxo_base::index::IndexVec;
use nexxo_base::module::RecordIdx;
use nexxo_base::template::{StyleImportTarget, StyleTemplate};
use nexxo_base::{Map, Set};
use nexxo_link::{Graph, ModuleIdx, ModuleKind, RecordTarget};

use crate::naming::AssetUrl;

/// What rendering a chunk's CSS reads.
#[derive(Clone, Copy)]
pub struct StyleInput<'i> {
    /// The graph.
    pub graph: &'i Graph,
    /// The style templates, by module.
    pub templates: &'i IndexVec<ModuleIdx, Option<Arc<StyleTemplate>>>,
    /// Where assets are.
    pub assets: &'i Map<ModuleIdx, AssetUrl>,
    /// The modules whose style sheets are wanted, in execution order.
    pub modules: &'i [ModuleIdx],
    /// Cut whitespace between files too.
    pub minify: bool,
}

/// Renders a chunk's CSS. `asset_url` turns an asset's file into the URL that the style sheet writes. `None` when the
/// chunk has no style sheet. Also gives the bytes that each module gave.
pub fn render_style(
    input: &StyleInput<'_>,
    asset_url: &dyn Fn(&str) -> String,
) -> Option<(String, Vec<(ModuleIdx, u32)>)> {
    let modules = style_order(input);
    if modules.is_empty() {
        return None;
    }
    let conditions = conditions(input);
    let mut rules = String::new();
    let mut body = String::new();
    let mut bytes = Vec::new();
    let mut seen = Set::default();
    for &module in &modules {
        let Some(template) = &input.templates[module] else { continue };
        if seen.insert(template.layers.clone()) {
            rules.push_str(&template.layers);
        }
        for import in &template.imports {
            if import.target == StyleImportTarget::Url && seen.insert(import.before.clone()) {
                rules.push_str(&import.before);
                rules.push_str(if input.minify { "" } else { "\n" });
            }
        }
        let start = body.len();
        if !input.minify {
            body.push_str(&format!("/* {} */\n", input.graph.modules[module].path.replace("*/", "* /")));
        }
        let wraps = conditions.get(&module).map(Vec::as_slice).unwrap_or_default();
        wraps.iter().for_each(|(before, _)| body.push_str(before));
        fill(input, module, template, asset_url, &mut body);
        wraps.iter().rev().for_each(|(_, after)| body.push_str(after));
        if !body.ends_with('\n') && !input.minify {
            body.push('\n');
        }
        bytes.push((module, (body.len() - start) as u32));
    }
    rules.push_str(&body);
    if input.minify && !rules.is_empty() {
        rules.push('\n');
    }
    Some((rules, bytes))
}

/// The chunk's style sheets in the order of the cascade: those that code imports as they run, and before each what it
/// imports itself; of several `@import`s of one file the last counts.
fn style_order(input: &StyleInput<'_>) -> Vec<ModuleIdx> {
    let is_style = |module: ModuleIdx| input.graph.modules[module].kind == ModuleKind::Style;
    let all: Vec<ModuleIdx> = input.modules.iter().copied().filter(|&module| is_style(module)).collect();
    let imports = |module: ModuleIdx| -> Vec<ModuleIdx> {
        let template = input.templates[module].as_ref();
        let imports = template.iter().flat_map(|it| &it.imports);
        let targets = imports.filter_map(|import| match import.target {
            StyleImportTarget::Record(record) => match input.graph.modules[module].targets[record.0 as usize] {
                RecordTarget::Module(target) if is_style(target) => Some(target),
                _ => None,
            },
            StyleImportTarget::Url => None,
        });
        targets.collect()
    };
    let imported: Set<ModuleIdx> = all.iter().flat_map(|&module| imports(module)).collect();
    let mut seen = Set::default();
    let mut order = Vec::with_capacity(all.len());
    // Sheets that import each other in a circle have no root among them: they come last, from the first on.
    for &root in all.iter().filter(|it| !imported.contains(it)).chain(&all) {
        let start = order.len();
        // Backwards: a sheet, then its imports from the last to the first.
        let mut stack = vec![root];
        while let Some(module) = stack.pop() {
            if seen.insert(module) {
                order.push(module);
                stack.extend(imports(module));
            }
        }
        order[start..].reverse();
    }
    order.retain(|module| all.contains(module));
    order
}

/// The conditions under which each imported style sheet applies, outermost first: those of the rule that first imports
/// it, and of the rules that import the importer.
fn conditions<'i>(input: &StyleInput<'i>) -> Map<ModuleIdx, Vec<(&'i str, &'i str)>> {
    let mut out: Map<ModuleIdx, Vec<(&str, &str)>> = Map::default();
    // An imported sheet stands before its importer in the chunk, so going backwards meets importers first. A page
    // imports sheets too, for the media of its `<link>`s.
    for &module in input.modules.iter().rev() {
        let Some(template) = &input.templates[module] else { continue };
        let around = out.get(&module).cloned().unwrap_or_default();
        for import in &template.imports {
            let StyleImportTarget::Record(record) = import.target else { continue };
            let RecordTarget::Module(target) = input.graph.modules[module].targets[record.0 as usize] else { continue };
            let mut wraps = around.clone();
            if !import.before.is_empty() {
                wraps.push((&import.before, &import.after));
            }
            out.insert(target, wraps);
        }
    }
    out
}

fn fill(
    input: &StyleInput<'_>,
    module: ModuleIdx,
    template: &StyleTemplate,
    asset_url: &dyn Fn(&str) -> String,
    out: &mut String,
) {
    let mut at = 0;
    for slot in &template.slots {
        out.push_str(&template.text[at..slot.offset as usize]);
        at = slot.offset as usize;
        push_url(out, &url(input, module, slot.record, asset_url), slot.string);
    }
    out.push_str(&template.text[at..]);
}

fn url(input: &StyleInput<'_>, module: ModuleIdx, record: RecordIdx, asset_url: &dyn Fn(&str) -> String) -> String {
    let specifier = &input.graph.modules[module].interface.records[record.0 as usize].specifier;
    match input.graph.modules[module].targets[record.0 as usize] {
        RecordTarget::Module(target) => match input.assets.get(&target) {
            Some(AssetUrl::File(file)) => format!("{}{}", asset_url(file), url_suffix(specifier)),
            Some(AssetUrl::Inline(url)) => format!("{url}{}", url_suffix(specifier).trim_start_matches(|c| c != '#')),
            None => String::new(),
        },
        RecordTarget::External(external) => input.graph.externals[external].to_string(),
        _ => specifier.to_string(),
    }
}

/// What follows the path in a URL, `?#iefix` and the like; the queries that are for Nexxo are taken out.
pub fn url_suffix(specifier: &str) -> &str {
    let start = specifier.find(['?', '#']).unwrap_or(specifier.len());
    let suffix = &specifier[start..];
    let query = suffix.split('#').next().unwrap_or(suffix);
    let ours = matches!(query, "?url" | "?inline" | "?no-inline");
    if ours { &suffix[query.len()..] } else { suffix }
}

/// Writes a URL, without quotes where CSS needs none.
fn push_url(out: &mut String, url: &str, string: bool) {
    let needs_quotes = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '\'' | '(' | ')' | '\\');
    if !string && !url.is_empty() && !url.contains(needs_quotes) {
        return out.push_str(url);
    }
    out.push('"');
    for c in url.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.push_str(&format!("\\{:x} ", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
}
