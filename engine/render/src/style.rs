//! A file of style sheets.

use std::sync::Arc;

use nexxo_base::Map;
use nexxo_base::index::IndexVec;
use nexxo_base::module::RecordIdx;
use nexxo_base::template::{Mapping, StyleTemplate};
use nexxo_link::{Graph, ModuleIdx, ModuleKind, RecordTarget, StyleRoot};

use crate::cascade::{Sheets, Writing, Written, expand, write};
use crate::naming::AssetUrl;
use crate::output::OutMapping;

/// What rendering style sheets reads.
#[derive(Clone, Copy)]
pub struct StyleInput<'i> {
    /// The graph.
    pub graph: &'i Graph,
    /// The style templates, by module.
    pub templates: &'i IndexVec<ModuleIdx, Option<Arc<StyleTemplate>>>,
    /// Where assets are.
    pub assets: &'i Map<ModuleIdx, AssetUrl>,
    /// How the text is written.
    pub writing: Writing,
}

/// A text of style sheets.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StyleText {
    /// The text.
    pub text: String,
    /// Bytes that each module gave.
    pub module_bytes: Vec<(ModuleIdx, u32)>,
    /// Where its rules come from, as far as the templates say.
    pub mappings: Vec<OutMapping>,
}

/// Renders the sheets of a file. `asset_url` turns an asset's file into the URL that the style sheet writes. Gives texts in
/// the order of the cascade, one unless [`Writing::split`].
pub fn render_style(input: &StyleInput<'_>, roots: &[StyleRoot], asset_url: &dyn Fn(&str) -> String) -> Vec<StyleText> {
    let media: Vec<Option<String>> =
        roots.iter().map(|root| root.media.as_ref().map(|media| format!("@media {media}"))).collect();
    let roots: Vec<(ModuleIdx, Option<&str>)> =
        roots.iter().zip(&media).map(|(root, media)| (root.module, media.as_deref())).collect();
    let sheet = |module: ModuleIdx| input.templates[module].as_deref();
    let target = |module: ModuleIdx, record: RecordIdx| match input.graph.modules[module].target(record) {
        RecordTarget::Module(target) if input.graph.modules[target].kind == ModuleKind::Style => Some(target),
        _ => None,
    };
    let parts = expand(&Sheets { sheet: &sheet, target: &target }, &roots);
    let written = write(&parts, &sheet, input.writing, &mut |module, out| {
        out.push_str(&heading(input, module));
        if let Some(template) = sheet(module) {
            fill(input, module, template, asset_url, out);
        }
    });
    let finish = |Written { text, places }: Written<ModuleIdx>| {
        let mut mappings = Vec::new();
        for (module, place) in &places {
            let Some(template) = sheet(*module).filter(|it| !it.mappings.is_empty()) else { continue };
            let start = place.start + heading(input, *module).len() as u32;
            add_mappings(input, *module, template, asset_url, start, &mut mappings);
        }
        let module_bytes = places.into_iter().map(|(module, place)| (module, place.end - place.start)).collect();
        StyleText { text, module_bytes, mappings }
    };
    written.into_iter().map(finish).collect()
}

/// What stands before a sheet's rules for those who read the output.
fn heading(input: &StyleInput<'_>, module: ModuleIdx) -> String {
    match input.writing.minify {
        true => String::new(),
        false => format!("/* {} */\n", input.graph.modules[module].path.replace("*/", "* /")),
    }
}

/// Adds the mappings of a sheet whose text was filled at `start`.
fn add_mappings(
    input: &StyleInput<'_>,
    module: ModuleIdx,
    template: &StyleTemplate,
    asset_url: &dyn Fn(&str) -> String,
    start: u32,
    out: &mut Vec<OutMapping>,
) {
    let mut slots = template.slots.iter();
    let (mut passed, mut moved) = (0, start);
    for mapping in template.mappings.all() {
        while passed < mapping.slots_before {
            let Some(slot) = slots.next() else { break };
            let mut text = String::new();
            push_url(&mut text, &url(input, module, slot.record, asset_url), slot.string);
            moved += text.len() as u32;
            passed += 1;
        }
        let Mapping { offset, line, column, .. } = mapping;
        out.push(OutMapping { offset: moved + offset, module, line, column, name: 0 });
    }
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
            Some(AssetUrl::File(file) | AssetUrl::Embedded(file, _)) => {
                format!("{}{}", asset_url(file), url_suffix(specifier))
            }
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

/// The same behind a URL that has a query of its own.
pub fn further_suffix(specifier: &str) -> String {
    let suffix = url_suffix(specifier);
    match suffix.strip_prefix('?') {
        Some(query) if query.is_empty() || query.starts_with('#') => query.to_owned(),
        Some(query) => format!("&{query}"),
        None => suffix.to_owned(),
    }
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
