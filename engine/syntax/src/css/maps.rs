//! Where each rule of the printed text comes from.
//!
//! The printer tells nothing of places. So each rule is printed once more alone, and found in the whole text from
//! where the one before it was found. A rule that is not (printed twice for two prefixes, flattened out of its parent)
//! gets no mapping; no rule gets a wrong one that a unique text could tell from the right one.

use lightningcss::printer::PrinterOptions;
use lightningcss::rules::{CssRule, CssRuleList, Location};
use lightningcss::stylesheet::{ParserOptions, StyleSheet};
use nexxo_base::Position;
use nexxo_base::template::Mapping;

use super::holes::Holes;

/// The mappings of `printed`, the text of `sheet` with placeholders. `slots_before` is left at 0.
pub(super) fn mappings<'i, 'o>(
    sheet: &StyleSheet<'i>,
    printed: &str,
    holes: &Holes<'_>,
    parser_options: &ParserOptions<'i>,
    options: impl Fn() -> PrinterOptions<'o>,
) -> Vec<Mapping> {
    let print = |rule: &CssRule<'i>| {
        let rules = CssRuleList(vec![rule.clone()]);
        let alone = StyleSheet::new(sheet.sources.clone(), rules, parser_options.clone());
        alone.to_css(options()).map_or_else(|_| String::new(), |result| result.code)
    };
    let mut finder = Finder { printed, at: 0, found: Vec::new(), print: &print };
    finder.place(&sheet.rules.0, 0);

    // One walk over the text for all: a minified source is one long line, in which each place costs its column.
    let mut order: Vec<usize> = (0..finder.found.len()).collect();
    order.sort_by_key(|&i| (finder.found[i].1.line, finder.found[i].1.column));
    let mut places = holes.places();
    let mut positions = vec![Position::default(); order.len()];
    for i in order {
        positions[i] = places.next(finder.found[i].1.line, finder.found[i].1.column);
    }
    let mapping = |(&(offset, _), position): (&(usize, Location), Position)| Mapping {
        offset: offset as u32,
        line: position.line,
        column: position.column,
        name: 0,
        slots_before: 0,
    };
    finder.found.iter().zip(positions).map(mapping).collect()
}

struct Finder<'a, 'i> {
    printed: &'a str,
    /// Nothing before this is looked at again.
    at: usize,
    found: Vec<(usize, Location)>,
    print: &'a dyn Fn(&CssRule<'i>) -> String,
}

impl<'i> Finder<'_, 'i> {
    fn place(&mut self, rules: &[CssRule<'i>], depth: usize) {
        for rule in rules {
            let (Some(location), children) = parts(rule) else { continue };
            let alone = (self.print)(rule);
            // Inside another rule all lines but the first are indented further than alone.
            let alone = if depth == 0 { alone.trim_end() } else { alone.lines().next().unwrap_or_default() };
            let Some(found) = (!alone.is_empty()).then(|| self.printed[self.at..].find(alone)).flatten() else {
                continue;
            };
            let start = self.at + found;
            self.found.push((start, location));
            // Past the rule's first character, so that its children are found inside it, after which its own end is
            // the least that the next rule can start at.
            self.at = start + alone.chars().next().map_or(0, char::len_utf8);
            self.place(children, depth + 1);
            let end = if depth == 0 || !alone.ends_with('{') { start + alone.len() } else { start };
            self.at = self.at.max(end);
        }
    }
}

/// Where a rule started in the source, and the rules in it.
fn parts<'r, 'i>(rule: &'r CssRule<'i>) -> (Option<Location>, &'r [CssRule<'i>]) {
    match rule {
        CssRule::Media(it) => (Some(it.loc), &it.rules.0),
        CssRule::Import(it) => (Some(it.loc), &[]),
        CssRule::Style(it) => (Some(it.loc), &it.rules.0),
        CssRule::Keyframes(it) => (Some(it.loc), &[]),
        CssRule::FontFace(it) => (Some(it.loc), &[]),
        CssRule::FontPaletteValues(it) => (Some(it.loc), &[]),
        CssRule::FontFeatureValues(it) => (Some(it.loc), &[]),
        CssRule::Page(it) => (Some(it.loc), &[]),
        CssRule::Supports(it) => (Some(it.loc), &it.rules.0),
        CssRule::CounterStyle(it) => (Some(it.loc), &[]),
        CssRule::Namespace(it) => (Some(it.loc), &[]),
        CssRule::MozDocument(it) => (Some(it.loc), &it.rules.0),
        CssRule::Nesting(it) => (Some(it.loc), &it.style.rules.0),
        CssRule::NestedDeclarations(it) => (Some(it.loc), &[]),
        CssRule::Viewport(it) => (Some(it.loc), &[]),
        CssRule::CustomMedia(it) => (Some(it.loc), &[]),
        CssRule::LayerStatement(it) => (Some(it.loc), &[]),
        CssRule::LayerBlock(it) => (Some(it.loc), &it.rules.0),
        CssRule::Property(it) => (Some(it.loc), &[]),
        CssRule::Container(it) => (Some(it.loc), &it.rules.0),
        CssRule::Scope(it) => (Some(it.loc), &it.rules.0),
        CssRule::StartingStyle(it) => (Some(it.loc), &it.rules.0),
        CssRule::ViewTransition(it) => (Some(it.loc), &[]),
        CssRule::PositionTry(it) => (Some(it.loc), &[]),
        CssRule::Unknown(it) => (Some(it.loc), &[]),
        CssRule::Ignored | CssRule::Custom(_) => (None, &[]),
    }
}
