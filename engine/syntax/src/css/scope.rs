//! Which names of a sheet are its own, where that is not said in the way that the parser knows: `:global` and `:local`
//! without brackets, `global()` in `animation`, `composes` with commas, sheets whose names are global unless said
//! otherwise. All of it is written anew before the sheet is parsed.

use std::ops::Range;

use nexxo_base::Span;

use super::scan::{is_space, skip_space, span};
use super::statements::{Kind, Statement, Statements, Token, TokenKind, tokens, without_comments};
use super::values::{ANIMATION_WORDS, is_animation, is_composes};
use super::{CssError, scan};

/// How the names of a sheet are meant.
#[derive(Clone, Copy)]
pub(super) struct Scoping<'s> {
    /// Names are global where nothing else is said.
    pub(super) global: bool,
    /// Each rule must have a name of its own in its selectors.
    pub(super) pure: bool,
    /// The parser gives names of animations names of their own.
    pub(super) animation: bool,
    /// A name of its own.
    pub(super) scoped: &'s dyn Fn(&str) -> String,
}

/// What to write in place of a range.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Change {
    /// Text to parse.
    Text(String),
    /// A name that is to be printed as it is, whatever the parser makes of names.
    Name(String),
}

/// What is to be known of a sheet before it is parsed.
#[derive(Default)]
pub(super) struct Prepared {
    /// In order.
    pub(super) changes: Vec<(Span, Change)>,
    /// The classes of the sheet that `composes` names.
    pub(super) composed: Vec<(Span, String)>,
    /// Classes and ids that are global.
    pub(super) globals: Vec<String>,
    /// Names that got names of their own here.
    pub(super) locals: Vec<String>,
    pub(super) errors: Vec<CssError>,
}

const IMPURE: &str = "The selector has no class and no id of the sheet's own, which `cssModules.pure` asks for";

/// What a sheet has somewhere in which there is anything to prepare, whatever the case of its letters.
const WORDS: [&str; 3] = ["global", "local", "compose"];

/// Prepares a sheet.
pub(super) fn prepare(text: &str, scoping: Scoping<'_>) -> Prepared {
    let lower = text.to_ascii_lowercase();
    if !scoping.global && !scoping.pure && !WORDS.iter().any(|word| lower.contains(word)) {
        return Prepared::default();
    }
    let is_checked = scoping.pure && !starts_with_comment(text, "cssmodules-pure-no-check");
    let mut preparing = Preparing {
        text,
        scoping: Scoping { pure: is_checked, ..scoping },
        blocks: Vec::new(),
        rules: String::new(),
        out: Prepared::default(),
    };
    for statement in Statements::new(text) {
        preparing.statement(statement);
    }
    if !preparing.rules.is_empty() {
        let rules = "}".repeat(preparing.blocks.len()) + &preparing.rules;
        preparing.out.changes.push((span(text.len(), text.len()), Change::Text(rules)));
    }
    while let Some(block) = preparing.blocks.pop() {
        preparing.end_block(&block);
    }
    let mut out = preparing.out;
    out.changes.sort_by_key(|(span, _)| span.start);
    out.globals.sort();
    out.globals.dedup();
    out
}

struct Preparing<'t, 's> {
    text: &'t str,
    scoping: Scoping<'s>,
    blocks: Vec<Block>,
    /// What is added to the end.
    rules: String,
    out: Prepared,
}

/// An open block.
#[derive(Default)]
struct Block {
    is_rule: bool,
    /// The selectors of a rule.
    selectors: Range<usize>,
    is_keyframes: bool,
    /// Animations named in it are global.
    global: bool,
    /// All its selectors have a name of their own.
    is_pure: bool,
    /// The selector that has not, of a rule that must.
    impure: Option<Span>,
    has_declarations: bool,
    is_empty: bool,
}

impl Preparing<'_, '_> {
    fn statement(&mut self, Statement { kind, range, gap }: Statement<'_>) {
        if !matches!(kind, Kind::End)
            && let Some(block) = self.blocks.last_mut()
        {
            block.is_empty = false;
        }
        match kind {
            Kind::At { name, params, opens } => {
                let is_keyframes = is_animation(name, &["keyframes"]);
                let mut global = self.blocks.last().map_or(self.scoping.global, |it| it.global);
                if is_keyframes {
                    global = self.keyframes(params, gap..range.start);
                } else if name.eq_ignore_ascii_case("scope") {
                    self.scope_rule(params, gap..range.start);
                }
                if opens {
                    let is_pure = self.blocks.last().is_some_and(|it| it.is_pure);
                    self.blocks.push(Block { is_keyframes, global, is_pure, is_empty: true, ..Block::default() });
                }
            }
            Kind::Rule(prelude) => {
                let is_keyframes = self.blocks.last().is_some_and(|it| it.is_keyframes);
                let selectors = prelude.clone();
                let mut block = Block { is_rule: true, selectors, is_empty: true, ..Block::default() };
                if is_keyframes {
                    block.global = self.blocks.last().is_some_and(|it| it.global);
                    block.is_rule = false;
                } else {
                    let found = self.selectors(prelude);
                    block.global = found.global;
                    let in_pure = self.blocks.last().is_some_and(|it| it.is_pure);
                    let is_ignored = ends_with_comment(&self.text[gap..range.start], "cssmodules-pure-ignore");
                    block.is_pure = found.impure.is_none() || in_pure;
                    block.impure = found.impure.filter(|_| self.scoping.pure && !in_pure && !is_ignored);
                }
                self.blocks.push(block);
            }
            Kind::Declaration { name, value } => {
                // A rule whose declarations stand in `@media` within it has them, too.
                for block in self.blocks.iter_mut().rev() {
                    block.has_declarations = true;
                    if block.is_rule {
                        break;
                    }
                }
                if is_animation(name, &["animation", "animation-name"]) {
                    self.animation(value);
                } else if is_composes(name) {
                    self.composes(name, range.start, value);
                }
            }
            Kind::End => {
                if let Some(block) = self.blocks.pop() {
                    self.end_block(&block);
                }
            }
        }
    }

    fn end_block(&mut self, block: &Block) {
        if let Some(span) = block.impure.filter(|_| block.has_declarations || block.is_empty) {
            self.error(span, IMPURE);
        }
    }

    /// Names of `@keyframes`. Says whether animations named within are global.
    fn keyframes(&mut self, params: Range<usize>, gap: Range<usize>) -> bool {
        let text = without_comments(&self.text[params.clone()]);
        let name = text.trim();
        let start = skip_space(self.text.as_bytes(), params.start);
        let place = span(start, self.text[..params.end].trim_end().len().max(start));
        let inner = |function: &str| {
            Some(name.strip_prefix(function)?.trim_start().strip_prefix('(')?.strip_suffix(')')?.trim())
        };
        if let Some(name) = inner(":global") {
            if self.scoping.pure && !ends_with_comment(&self.text[gap], "cssmodules-pure-ignore") {
                self.error(place, "`@keyframes :global()` is not the sheet's own, which `cssModules.pure` asks for");
            }
            self.name(place, name, true);
            return true;
        }
        if let Some(name) = inner(":local") {
            self.name(place, name, false);
            return false;
        }
        self.scoping.global
    }

    /// `@scope (.a) to (.b)`.
    fn scope_rule(&mut self, params: Range<usize>, gap: Range<usize>) {
        let mut depth = 0;
        let mut start = params.start;
        let is_ignored = ends_with_comment(&self.text[gap], "cssmodules-pure-ignore");
        for token in tokens(self.text, params) {
            match token.kind {
                TokenKind::Mark(b'(') => {
                    depth += 1;
                    if depth == 1 {
                        start = token.range.end;
                    }
                }
                TokenKind::Mark(b')') => {
                    depth -= 1;
                    if depth == 0 {
                        let found = self.selectors(start..token.range.start);
                        if let Some(span) = found.impure.filter(|_| self.scoping.pure && !is_ignored) {
                            self.error(span, IMPURE);
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn selectors(&mut self, range: Range<usize>) -> Found {
        let tokens = tokens(self.text, range.clone());
        let mut selectors = Selectors {
            text: self.text,
            tokens: &tokens,
            range,
            default: self.scoping.global,
            parent_is_pure: self.blocks.last().is_some_and(|it| it.is_pure),
            out: &mut self.out,
        };
        selectors.rewrite()
    }

    /// `animation: global(x) 1s`.
    fn animation(&mut self, value: Range<usize>) {
        let all = tokens(self.text, value);
        let in_global = self.blocks.last().is_some_and(|it| it.global) && self.scoping.animation;
        let mut seen: Vec<&str> = Vec::new();
        let mut depth = 0;
        let mut i = 0;
        while let Some(token) = all.get(i) {
            let word = &self.text[token.range.clone()];
            let is = |at: usize, byte| all.get(at).is_some_and(|it| it.kind == TokenKind::Mark(byte));
            i += 1;
            match token.kind {
                TokenKind::Word if is(i, b'(') => {
                    let is_global = word.eq_ignore_ascii_case("global");
                    if (is_global || word.eq_ignore_ascii_case("local"))
                        && is(i + 2, b')')
                        && all[i + 1].kind == TokenKind::Word
                    {
                        let name = &self.text[all[i + 1].range.clone()];
                        self.name(span(token.range.start, all[i + 2].range.end), name, is_global);
                        i += 3;
                    }
                }
                TokenKind::Word if in_global && depth == 0 && !word.starts_with(|c: char| c.is_ascii_digit()) => {
                    let is_taken = ANIMATION_WORDS.iter().find(|it| word.eq_ignore_ascii_case(it));
                    let is_number = self.text[..token.range.start].ends_with(['.', '+']);
                    // A word that means something else is a name when it stands there once more.
                    let is_name = is_taken.is_none_or(|it| seen.contains(it) && !is_never_a_name(it));
                    seen.extend(is_taken);
                    if is_name && !is_number {
                        self.name(span(token.range.start, token.range.end), word, true);
                    }
                }
                TokenKind::Mark(b'(') => depth += 1,
                TokenKind::Mark(b')') => depth -= 1,
                TokenKind::Mark(b',') if depth == 0 => seen.clear(),
                _ => {}
            }
        }
    }

    /// Writes a name of keyframes.
    fn name(&mut self, place: Span, name: &str, is_global: bool) {
        let name = name.to_owned();
        let change = match (is_global, self.scoping.animation) {
            (true, true) => Change::Name(scan::unescape(&name)),
            (true, false) | (false, true) => Change::Text(name),
            (false, false) => {
                let name = scan::unescape(&name);
                let scoped = (self.scoping.scoped)(&name);
                self.out.locals.push(name);
                Change::Name(scoped)
            }
        };
        self.out.changes.push((place, change));
    }

    /// `composes: a b, c from './x.css', global(d)` as the parser knows it.
    fn composes(&mut self, property: &str, start: usize, value: Range<usize>) {
        let whole = span(start, value.end);
        let rules = self.blocks.iter().filter(|it| it.is_rule).count();
        if rules > 1 || self.blocks.last().is_some_and(|it| !it.is_rule) {
            return self.error(whole, "`composes` must stand in a rule that is in no other rule");
        }
        let all = tokens(self.text, value);
        let mut is_plain = property.eq_ignore_ascii_case("composes");
        let mut groups: Vec<(Vec<String>, String)> = Vec::new();
        for part in all.split(|it| it.kind == TokenKind::Mark(b',')) {
            is_plain &= part.len() == all.len();
            let word = |it: &Token| &self.text[it.range.clone()];
            let (names, from) = match part {
                [names @ .., from, file] if word(from) == "from" && !names.is_empty() => (names, Some(file)),
                names => (names, None),
            };
            let mut i = 0;
            while let Some(name) = names.get(i) {
                let is = |at: usize, byte| names.get(at).is_some_and(|it| it.kind == TokenKind::Mark(byte));
                let is_global = word(name).eq_ignore_ascii_case("global") && is(i + 1, b'(') && is(i + 3, b')');
                let (name, from) = match is_global {
                    true => {
                        is_plain = false;
                        i += 4;
                        (&names[i - 2], "global".to_owned())
                    }
                    false => {
                        i += 1;
                        (name, from.map_or_else(String::new, |it| word(it).to_owned()))
                    }
                };
                if name.kind != TokenKind::Word {
                    let place = span(name.range.start, name.range.end);
                    return self.error(place, "`composes` takes names of classes, `global(name)` and `from`");
                }
                if from.is_empty() {
                    let place = span(name.range.start, name.range.end);
                    self.out.composed.push((place, scan::unescape(word(name))));
                }
                match groups.last_mut().filter(|(_, it)| *it == from) {
                    Some((names, _)) => names.push(word(name).to_owned()),
                    None => groups.push((vec![word(name).to_owned()], from)),
                }
            }
        }
        // The parser takes it at the top alone. It holds whatever the conditions around it are.
        let is_inside = self.blocks.len() > 1;
        if is_inside || !is_plain {
            let written = groups.into_iter().map(|(names, from)| {
                let from = if from.is_empty() { from } else { format!(" from {from}") };
                format!("composes: {}{from}", names.join(" "))
            });
            let mut written = written.collect::<Vec<_>>().join(";");
            if is_inside {
                let selectors = self.blocks.last().map_or("", |it| self.text[it.selectors.clone()].trim());
                let selectors = match (self.scoping.global, selectors.contains(":local(")) {
                    (_, true) => selectors.replace(":local(", "").replace(')', ""),
                    (true, false) => format!(":global({selectors})"),
                    (false, false) => selectors.to_owned(),
                };
                self.rules.push_str(&format!("{selectors}{{{written}}}"));
                written.clear();
            }
            self.out.changes.push((whole, Change::Text(written)));
        }
    }

    fn error(&mut self, span: Span, message: &str) {
        self.out.errors.push(CssError { span, message: message.to_owned() });
    }
}

/// What was found in a list of selectors.
struct Found {
    /// What follows in its block is global.
    global: bool,
    /// The first selector without a name of the sheet's own.
    impure: Option<Span>,
}

struct Selectors<'t, 'o> {
    text: &'t str,
    tokens: &'o [Token],
    range: Range<usize>,
    default: bool,
    parent_is_pure: bool,
    out: &'o mut Prepared,
}

impl Selectors<'_, '_> {
    fn rewrite(&mut self) -> Found {
        let mut found = Found { global: self.default, impure: None };
        let mut is_global = self.default;
        // For each open bracket what held before it.
        let mut around: Vec<(bool, u8)> = Vec::new();
        let mut is_pure = false;
        let mut part = self.range.start;
        let mut i = 0;
        while let Some(token) = self.tokens.get(i) {
            i += 1;
            let in_attribute = around.last().is_some_and(|(_, open)| *open == b'[');
            match token.kind {
                TokenKind::Mark(open @ (b'(' | b'[')) => around.push((is_global, open)),
                TokenKind::Mark(b')' | b']') => {
                    if let Some((before, _)) = around.pop() {
                        is_global = before;
                    }
                }
                TokenKind::Mark(b',') => match around.last() {
                    Some((before, _)) => is_global = *before,
                    None => {
                        self.note_purity(&mut found, is_pure, part..token.range.start);
                        (is_global, is_pure, part) = (self.default, false, token.range.end);
                    }
                },
                TokenKind::Mark(b'&') => is_pure |= self.parent_is_pure,
                TokenKind::Mark(mark @ (b'.' | b'#')) if !in_attribute => {
                    let name = self.tokens.get(i).filter(|it| it.kind == TokenKind::Word);
                    let Some(name) = name.filter(|it| it.range.start == token.range.end) else { continue };
                    i += 1;
                    if is_global {
                        self.out.globals.push(scan::unescape(&self.text[name.range.clone()]));
                        let place = span(token.range.start, name.range.end);
                        let text = format!(":global({}{})", mark as char, &self.text[name.range.clone()]);
                        self.out.changes.push((place, Change::Text(text)));
                    } else {
                        is_pure = true;
                    }
                }
                TokenKind::Mark(b':') if !in_attribute => {
                    let Some(name) = self.tokens.get(i).filter(|it| it.range.start == token.range.end) else {
                        continue;
                    };
                    let to_global = match &self.text[name.range.clone()] {
                        "global" => true,
                        "local" => false,
                        _ => continue,
                    };
                    let open = self.tokens.get(i + 1).filter(|it| it.kind == TokenKind::Mark(b'('));
                    if open.is_some_and(|it| it.range.start == name.range.end) {
                        i = self.function(i + 1, to_global, &mut is_pure);
                        continue;
                    }
                    i += 1;
                    is_global = to_global;
                    self.cut_switch(token.range.start, name.range.end);
                }
                _ => {}
            }
        }
        self.note_purity(&mut found, is_pure, part..self.range.end);
        found.global = is_global;
        found
    }

    fn note_purity(&mut self, found: &mut Found, is_pure: bool, part: Range<usize>) {
        if !is_pure && found.impure.is_none() {
            let text = &self.text[part.clone()];
            let start = part.start + (text.len() - text.trim_start().len());
            found.impure = Some(span(start, start + text.trim().len()));
        }
    }

    /// `:global(…)` or `:local(…)`, whose bracket is this token. Gives the token behind it.
    fn function(&mut self, open: usize, to_global: bool, is_pure: &mut bool) -> usize {
        let mut depth = 0usize;
        let mut close = open;
        while let Some(token) = self.tokens.get(close) {
            match token.kind {
                TokenKind::Mark(b'(') => depth += 1,
                TokenKind::Mark(b')') => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
            close += 1;
        }
        let inner = &self.tokens[(open + 1).min(close)..close.min(self.tokens.len())];
        let names = inner.windows(2).filter(|it| matches!(it[0].kind, TokenKind::Mark(b'.' | b'#')));
        let mut names = names.filter(|it| it[1].kind == TokenKind::Word && it[0].range.end == it[1].range.start);
        if to_global {
            let unescaped = names.map(|it| scan::unescape(&self.text[it[1].range.clone()]));
            self.out.globals.extend(unescaped);
            return close + 1;
        }
        *is_pure |= names.next().is_some();
        // What is the sheet's own without brackets needs none.
        let is_bare = inner.first().is_some_and(|it| matches!(it.kind, TokenKind::Mark(b'.' | b'#')))
            && !inner.iter().any(|it| matches!(it.kind, TokenKind::Mark(b',' | b':')));
        if let Some(end) = self.tokens.get(close).filter(|_| is_bare) {
            let start = self.tokens[open].range.end;
            let place = span(start - ":local(".len(), skip_space(self.text.as_bytes(), start));
            self.out.changes.push((place, Change::Text(String::new())));
            self.out.changes.push((span(end.range.start, end.range.end), Change::Text(String::new())));
        }
        close + 1
    }

    /// Takes a switch out, with the space behind it. What it was attached to needs one then.
    fn cut_switch(&mut self, start: usize, end: usize) {
        let bytes = self.text.as_bytes();
        let rest = skip_space(bytes, end).min(self.range.end);
        let before = start.checked_sub(1).filter(|it| *it >= self.range.start).map(|it| bytes[it]);
        let is_attached = before.is_some_and(|it| !is_space(it) && !matches!(it, b',' | b'>' | b'+' | b'~' | b'('));
        let space = if is_attached && rest > end { " " } else { "" };
        self.out.changes.push((span(start, rest), Change::Text(space.to_owned())));
    }
}

/// Whether `animation` never takes a word for a name.
fn is_never_a_name(word: &str) -> bool {
    matches!(word, "none" | "initial" | "inherit" | "unset" | "revert" | "revert-layer")
}

/// Whether one of the comments that a text starts with starts with `words`.
fn starts_with_comment(text: &str, words: &str) -> bool {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    while let Some(comment) = rest.strip_prefix("/*") {
        if comment.trim_start().starts_with(words) {
            return true;
        }
        rest = comment.split_once("*/").map_or("", |it| it.1).trim_start();
    }
    false
}

/// Whether one of the comments in what stands before a rule starts with `words`.
fn ends_with_comment(gap: &str, words: &str) -> bool {
    gap.match_indices("/*").any(|(at, _)| gap[at + 2..].trim_start().starts_with(words))
}

/// The names that `composes` names and no rule has.
pub(super) fn unknown(composed: &[(Span, String)], is_known: impl Fn(&str) -> bool) -> Vec<CssError> {
    let unknown = composed.iter().filter(|(_, name)| !is_known(name));
    let error = |(span, name): &(Span, String)| CssError {
        span: *span,
        message: format!("The sheet has no class `{name}` that could be composed"),
    };
    unknown.map(error).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prepared(text: &str, global: bool, pure: bool, animation: bool) -> (String, Prepared) {
        let scoped = |name: &str| format!("own_{name}");
        let out = prepare(text, Scoping { global, pure, animation, scoped: &scoped });
        let mut written = String::new();
        let mut copied = 0;
        for (span, new) in &out.changes {
            written.push_str(&text[copied..span.start as usize]);
            match new {
                Change::Text(text) => written.push_str(text),
                Change::Name(name) => written.push_str(&format!("<{name}>")),
            }
            copied = span.end as usize;
        }
        (written + &text[copied..], out)
    }

    fn written(text: &str) -> String {
        prepared(text, false, false, true).0
    }

    #[test]
    fn the_rest_of_a_selector_is_turned() {
        assert_eq!(written(":global .a .b{}"), ":global(.a) :global(.b){}");
        assert_eq!(written(".x :global .a > .b:hover, .y {}"), ".x :global(.a) > :global(.b):hover, .y {}");
        assert_eq!(written(".x :global .a :local .b{}"), ".x :global(.a) .b{}");
        assert_eq!(written(":global .a > :local(.b) #c{}"), ":global(.a) > .b :global(#c){}");
        assert_eq!(written(".a:global .b{}"), ".a :global(.b){}");
        assert_eq!(written(":local .a{}"), ".a{}");
        // The space belongs to the escape.
        assert_eq!(written(":global .\\31 0 .a{}"), ":global(.\\31 0) :global(.a){}");
        assert_eq!(written(".a:not(:global .b) .c{}"), ".a:not(:global(.b)) .c{}");
        assert_eq!(written("@scope (:global .a) to (.b){}"), "@scope (:global(.a)) to (.b){}");
    }

    #[test]
    fn all_else_stays() {
        for text in [
            ":global(.a) .b{}",
            ".a{content:':global .b'} .c{}",
            "/* :global .a{} */ .b{}",
            ".a:global-x{}",
            "@media (x:global){.b{}}",
            ".a[b=':global c']{}",
            ".a{composes:b c from './x.css';animation:x 1s}",
        ] {
            assert_eq!(written(text), text);
        }
    }

    #[test]
    fn animations_are_turned() {
        assert_eq!(written("@keyframes :global(a){} @keyframes :local(b){}"), "@keyframes <a>{} @keyframes b{}");
        assert_eq!(written("a{animation:1s global(x), local(y)}"), "a{animation:1s <x>, y}");
        assert_eq!(
            written(":global .a{animation:ease 1.5s ease x cubic-bezier(a), none}"),
            ":global(.a){animation:ease 1.5s <ease> <x> cubic-bezier(a), none}"
        );
        let (text, out) = prepared("@keyframes :local(b){} a{animation:global(x) 1s local(b)}", false, false, false);
        assert_eq!(text, "@keyframes <own_b>{} a{animation:x 1s <own_b>}");
        assert_eq!(out.locals, ["b", "b"]);
    }

    #[test]
    fn composes_is_written_as_the_parser_has_it() {
        assert_eq!(
            written(".a{compose-with:b, c d from './x.css', global(e) f;x:y}"),
            ".a{composes: b;composes: c d from './x.css';composes: e from global;composes: f;x:y}"
        );
        let errors = |text: &str| prepared(text, false, false, true).1.errors.len();
        assert_eq!(errors(".a{.b{composes:c}}"), 1);
        assert_eq!(errors(".a{@media x{composes:c}}"), 1);
        assert_eq!(errors("@media x{.a{composes:c}}"), 0);
    }

    #[test]
    fn composes_holds_whatever_is_around_it() {
        assert_eq!(written("@layer x{.b{composes:c;d:e}"), "@layer x{.b{;d:e}}.b{composes: c}");
        let text = prepared("@media x{:local(.b){composes:c}}", true, false, false).0;
        assert_eq!(text, "@media x{.b{}}.b{composes: c}");
    }

    #[test]
    fn sheets_may_be_global() {
        let text = prepared(".a .b:is(.c,:local(.d)):local .e{} @keyframes f{to{x:y}}", true, false, false).0;
        assert_eq!(text, ":global(.a) :global(.b):is(:global(.c),.d) .e{} @keyframes f{to{x:y}}");
    }

    #[test]
    fn purity() {
        let impure = |text: &str| {
            let (_, out) = prepared(text, false, true, true);
            let words = out.errors.iter().map(|it| &text[it.span.start as usize..it.span.end as usize]);
            words.collect::<Vec<_>>().join("|")
        };
        assert_eq!(impure(".a{x:y} b .a{x:y} #c{x:y}"), "");
        assert_eq!(impure("b{x:y} .a, c > d {x:y} :global(.e){x:y}"), "b|c > d|:global(.e)");
        assert_eq!(impure("b{} .a{b{x:y} &:hover{x:y}} c{.d{x:y}}"), "b");
        assert_eq!(impure("b{&:hover{x:y}} c{@media d{x:y}}"), "&:hover|c");
        assert_eq!(impure("/* cssmodules-pure-ignore */ b{x:y} c{x:y}"), "c");
        assert_eq!(impure("/* cssmodules-pure-no-check */ b{x:y}"), "");
        assert_eq!(impure("@keyframes :global(a){} @scope (b) to (.c){.d{x:y}}"), ":global(a)|b");
        assert_eq!(impure(":not(.a){x:y} @media b{c{x:y}}"), "c");
    }

    #[test]
    fn no_text_is_too_odd() {
        for text in [
            ":global",
            ":global {",
            "{",
            ":global(",
            ":local(.a {",
            "a \\{ :global .b {",
            ":global\u{e9} {",
            "'\\",
            "a{composes:",
            "a{composes:global(",
            "a{animation:global(x",
            "@scope (",
            "@keyframes :global(",
        ] {
            prepared(text, true, true, true);
            prepared(text, false, true, false);
        }
    }
}
