//! What the parser's library would change the meaning of.
//!
//! Where it merges declarations, it writes a shorthand behind properties that it does not know: `transition` behind
//! `transition-behavior`, which it resets. A [`mark`](marks) before such a property has it write first what stands before.

use lightningcss::declaration::DeclarationBlock;
use lightningcss::properties::custom::{TokenList, UnparsedProperty};
use lightningcss::properties::font::FontStretch;
use lightningcss::properties::{Property, PropertyId};
use lightningcss::rules::CssRule;
use lightningcss::selector::{Component, PseudoClass, Selector};
use lightningcss::vendor_prefix::VendorPrefix;

/// Names of old browsers for what is called `:placeholder-shown` now stay. There is no `:-ms-placeholder-shown`, and what only
/// old browsers were told is nothing for new ones.
pub(super) fn keep_old_names(rules: &mut [CssRule<'_>]) {
    each_rule(rules, &mut |rule| match rule {
        CssRule::Style(it) => it.selectors.0.iter_mut().for_each(keep_in_selector),
        CssRule::Nesting(it) => it.style.selectors.0.iter_mut().for_each(keep_in_selector),
        _ => {}
    });
}

fn keep_in_selector(selector: &mut Selector<'_>) {
    for component in selector.iter_mut_raw_match_order() {
        match component {
            Component::NonTSPseudoClass(class) => {
                let name = match class {
                    PseudoClass::PlaceholderShown(VendorPrefix::Moz) => "-moz-placeholder",
                    PseudoClass::PlaceholderShown(VendorPrefix::Ms) => "-ms-input-placeholder",
                    _ => continue,
                };
                *class = PseudoClass::Custom { name: name.into() };
            }
            Component::Negation(list) | Component::Is(list) | Component::Where(list) | Component::Has(list) => {
                list.iter_mut().for_each(keep_in_selector);
            }
            Component::Any(_, list) => list.iter_mut().for_each(keep_in_selector),
            _ => {}
        }
    }
}

/// Marks what must not be merged with what stands before or behind it.
pub(super) fn mark(rules: &mut [CssRule<'_>]) {
    each_block(rules, &mut |declarations| {
        if !declarations.iter().any(|it| marks(it) != (None, None)) {
            return;
        }
        let marked = declarations.drain(..).flat_map(|it| {
            let (before, behind) = marks(&it);
            [before.map(marker), Some(it), behind.map(marker)].into_iter().flatten()
        });
        *declarations = marked.collect();
    });
}

/// Takes the marks out again, and spells what the library does not: `font` takes words for the stretch of a font, and is given
/// the percentage that is shorter.
pub(super) fn unmark(rules: &mut [CssRule<'_>]) {
    let is_marker = |it: &Property<'_>| matches!(it, Property::Unparsed(it) if it.value.0.is_empty());
    each_block(rules, &mut |declarations| {
        declarations.retain(|it| !is_marker(it));
        let mut at = 0;
        while at < declarations.len() {
            if let Property::Font(font) = &mut declarations[at]
                && font.stretch != FontStretch::default()
            {
                let stretch = std::mem::take(&mut font.stretch);
                declarations.insert(at + 1, Property::FontStretch(stretch));
            }
            at += 1;
        }
    });
}

/// A declaration without a value, which nothing is merged with.
fn marker<'i>(id: PropertyId<'i>) -> Property<'i> {
    Property::Unparsed(UnparsedProperty { property_id: id, value: TokenList(Vec::new()) })
}

/// Of which kinds the marks before and behind a declaration are, where it needs them.
fn marks<'i>(property: &Property<'_>) -> (Option<PropertyId<'i>>, Option<PropertyId<'i>>) {
    match property {
        // The shorthand resets it and takes none.
        Property::AnimationTimeline(_) => {
            let id = PropertyId::AnimationName(VendorPrefix::None);
            (Some(id.clone()), Some(id))
        }
        _ => match property.property_id().name() {
            "font-feature-settings"
            | "font-kerning"
            | "font-language-override"
            | "font-optical-sizing"
            | "font-palette"
            | "font-size-adjust"
            | "font-variant"
            | "font-variant-alternates"
            | "font-variant-east-asian"
            | "font-variant-emoji"
            | "font-variant-ligatures"
            | "font-variant-numeric"
            | "font-variant-position"
            | "font-variation-settings" => (Some(PropertyId::FontStretch), None),
            "animation-composition" | "animation-trigger" => {
                (Some(PropertyId::AnimationName(VendorPrefix::None)), None)
            }
            "transition-behavior" => (Some(PropertyId::TransitionProperty(VendorPrefix::None)), None),
            _ => (None, None),
        },
    }
}

fn each_block<'i>(rules: &mut [CssRule<'i>], work: &mut impl FnMut(&mut Vec<Property<'i>>)) {
    each_rule(rules, &mut |rule| {
        let mut block = |block: &mut DeclarationBlock<'i>| {
            work(&mut block.declarations);
            work(&mut block.important_declarations);
        };
        match rule {
            CssRule::Style(it) => block(&mut it.declarations),
            CssRule::Nesting(it) => block(&mut it.style.declarations),
            CssRule::NestedDeclarations(it) => block(&mut it.declarations),
            CssRule::Keyframes(it) => it.keyframes.iter_mut().for_each(|it| block(&mut it.declarations)),
            _ => {}
        }
    });
}

/// Does something with each rule, however deep.
pub(super) fn each_rule<'i>(rules: &mut [CssRule<'i>], work: &mut impl FnMut(&mut CssRule<'i>)) {
    for rule in rules {
        work(rule);
        let below = match rule {
            CssRule::Style(it) => &mut it.rules,
            CssRule::Nesting(it) => &mut it.style.rules,
            CssRule::Media(it) => &mut it.rules,
            CssRule::Supports(it) => &mut it.rules,
            CssRule::LayerBlock(it) => &mut it.rules,
            CssRule::Container(it) => &mut it.rules,
            CssRule::Scope(it) => &mut it.rules,
            CssRule::StartingStyle(it) => &mut it.rules,
            CssRule::MozDocument(it) => &mut it.rules,
            _ => continue,
        };
        each_rule(&mut below.0, work);
    }
}
