//! A file of style sheets.

use std::sync::Arc;

use nexxo_base::Map;
use nexxo_base::index::IndexVec;
use nexxo_base::module::RecordIdx;
use nexxo_base::template::StyleTemplate;
use nexxo_link::{Graph, ModuleIdx, ModuleKind, RecordTarget, StyleRoot};

use crate::cascade::{Sheets, Writing, expand, write};
use crate::naming::AssetUrl;

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

/// Renders the sheets of a file. `asset_url` turns an asset's file into the URL that the style sheet writes. Gives texts in
/// the order of the cascade, one unless [`Writing::split`], each with the bytes of each module in it.
pub fn render_style(
    input: &StyleInput<'_>,
    roots: &[StyleRoot],
    asset_url: &dyn Fn(&str) -> String,
) -> Vec<(String, Vec<(ModuleIdx, u32)>)> {
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
    write(&parts, &sheet, input.writing, &mut |module, out| {
        if !input.writing.minify {
            out.push_str(&format!("/* {} */\n", input.graph.modules[module].path.replace("*/", "* /")));
        }
        if let Some(template) = sheet(module) {
            fill(input, module, template, asset_url, out);
        }
    })
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
