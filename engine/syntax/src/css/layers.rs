//! The layers that a sheet names.

use lightningcss::printer::PrinterOptions;
use lightningcss::rules::CssRule;
use lightningcss::traits::ToCss;

/// What is left of `rules` when all but named layers and their conditions goes, and whether there are layers without a
/// name.
pub(super) fn declared<'o>(rules: &[CssRule<'_>], options: &impl Fn() -> PrinterOptions<'o>) -> (String, bool) {
    let mut found = Found { options, text: String::new(), is_any_anonymous: false };
    found.add(rules);
    (found.text, found.is_any_anonymous)
}

struct Found<'f, F> {
    options: &'f F,
    text: String,
    is_any_anonymous: bool,
}

impl<'o, F: Fn() -> PrinterOptions<'o>> Found<'_, F> {
    fn add(&mut self, rules: &[CssRule<'_>]) {
        for rule in rules {
            match rule {
                CssRule::LayerStatement(it) => {
                    self.text.push_str(&it.to_css_string((self.options)()).unwrap_or_default());
                }
                CssRule::LayerBlock(it) => match it.name.as_ref().map(|name| name.to_css_string((self.options)())) {
                    None => self.is_any_anonymous = true,
                    Some(name) => self.block(&format!("@layer {}", name.unwrap_or_default()), &it.rules.0, true),
                },
                CssRule::Media(it) => {
                    let query = it.query.to_css_string((self.options)()).unwrap_or_default();
                    self.block(&format!("@media {query}"), &it.rules.0, false);
                }
                CssRule::Supports(it) => {
                    let condition = it.condition.to_css_string((self.options)()).unwrap_or_default();
                    self.block(&format!("@supports {condition}"), &it.rules.0, false);
                }
                CssRule::Style(it) => self.add(&it.rules.0),
                CssRule::Nesting(it) => self.add(&it.style.rules.0),
                CssRule::Container(it) => self.add(&it.rules.0),
                CssRule::Scope(it) => self.add(&it.rules.0),
                CssRule::StartingStyle(it) => self.add(&it.rules.0),
                CssRule::MozDocument(it) => self.add(&it.rules.0),
                _ => {}
            }
        }
    }

    /// `head{…}`, where that says anything.
    fn block(&mut self, head: &str, rules: &[CssRule<'_>], is_layer: bool) {
        let outside = std::mem::take(&mut self.text);
        self.add(rules);
        let inside = std::mem::replace(&mut self.text, outside);
        if is_layer || !inside.is_empty() {
            self.text.push_str(&format!("{head}{{{inside}}}"));
        }
    }
}
