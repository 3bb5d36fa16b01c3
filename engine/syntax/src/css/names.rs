//! Where the names of a CSS Modules sheet stand in its text, for who shows and edits it. The parser knows which names there
//! are; it does not keep their places.

use std::ops::Range;

use nexxo_base::{Set, Span};

use super::scan::{is_name_byte, span, unescape};
use super::statements::{Kind, Statement, Statements, Token, TokenKind, tokens};
use super::values::{is_animation, is_composes};

/// A name of a CSS Modules sheet at one place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NameMention {
    /// The name as it is written, without `.` or `#`.
    pub span: Span,
    /// The name without escapes.
    pub name: String,
    /// What it does there.
    pub role: NameRole,
    /// The rule around it with its block, or the statement.
    pub rule: Span,
}

/// What a name of a CSS Modules sheet does at a place.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum NameRole {
    /// `.name` in a selector.
    Class,
    /// `#name` in a selector.
    Id,
    /// `@keyframes name`, `@counter-style name`.
    Rule,
    /// A value with a name: `@value name: …`, `:export { name: … }`.
    Value,
    /// The name of a rule in a declaration: `animation: name`.
    Use,
    /// `composes: name`, of this file.
    Composes,
    /// `composes: name from "specifier"`.
    ComposesFrom(String),
}

impl NameRole {
    /// Whether it is here that the name comes to be.
    pub fn is_definition(&self) -> bool {
        matches!(self, Self::Class | Self::Id | Self::Rule | Self::Value)
    }
}

/// The places of the names that a sheet calls its own, and of those that it composes with, in order. Of a text that is no
/// style sheet it finds what looks like one.
pub fn name_mentions(text: &str) -> Vec<NameMention> {
    let mut walker = Walker { text, out: Vec::new(), open: Vec::new() };
    Statements::new(text).for_each(|it| walker.statement(it));
    while !walker.open.is_empty() {
        walker.close(text.len());
    }
    let mut out = walker.out;
    let rules: Set<String> = out.iter().filter(|it| it.role == NameRole::Rule).map(|it| it.name.clone()).collect();
    // Any word of such a declaration may be a name; it is one where a rule has it.
    out.retain(|it| it.role != NameRole::Use || rules.contains(&it.name));
    out.sort_by_key(|it| it.span);
    out
}

/// Whether `name` can be written as a class name without escapes.
pub fn is_plain_name(name: &str) -> bool {
    let rest = name.strip_prefix('-').unwrap_or(name);
    let is_start = rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || !c.is_ascii());
    (is_start || name.starts_with("--") && name.len() > 2) && name.bytes().all(is_name_byte)
}

/// What a block holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Block {
    /// Rules and declarations.
    Rules,
    /// `:export`: names and their values.
    Exports,
    /// Nothing with names.
    Opaque,
}

/// A block that is open.
struct Open {
    /// Where its rule begins.
    start: usize,
    /// The first mention of its rule.
    first: usize,
    block: Block,
}

struct Walker<'t> {
    text: &'t str,
    out: Vec<NameMention>,
    open: Vec<Open>,
}

impl Walker<'_> {
    fn statement(&mut self, Statement { kind, range, .. }: Statement<'_>) {
        let first = self.out.len();
        let around = self.open.last().map(|it| it.block);
        let is_opaque = around.is_some_and(|it| it != Block::Rules);
        match kind {
            Kind::At { name, params, opens: false } => {
                if name == "value" {
                    self.value(&tokens(self.text, params));
                }
                self.out[first..].iter_mut().for_each(|it| it.rule = span(range.start, range.end));
            }
            Kind::At { name, params, opens: true } => {
                let block = if is_opaque { Block::Opaque } else { self.at_rule(name, params) };
                self.open.push(Open { start: range.start, first, block });
            }
            Kind::Rule(prelude) => {
                let block = if is_opaque { Block::Opaque } else { self.rule(prelude) };
                self.open.push(Open { start: range.start, first, block });
            }
            Kind::Declaration { name, value } => match around {
                Some(Block::Rules) => self.declaration(name, &tokens(self.text, value)),
                Some(Block::Exports) => self.mention(range.start..range.start + name.len(), NameRole::Value),
                Some(Block::Opaque) | None => {}
            },
            Kind::End => self.close(range.end),
        }
    }

    /// Ends the innermost block at `end`: what was found since it began is of its rule, unless it is of one inside of it.
    fn close(&mut self, end: usize) {
        let Some(open) = self.open.pop() else { return };
        for mention in &mut self.out[open.first..] {
            if mention.rule == Span::default() {
                mention.rule = span(open.start, end);
            }
        }
    }

    fn mention(&mut self, range: Range<usize>, role: NameRole) {
        if let Some(written) = self.text.get(range.clone()).filter(|it| !it.is_empty()) {
            let (span, name) = (span(range.start, range.end), unescape(written));
            self.out.push(NameMention { span, name, role, rule: Span::default() });
        }
    }

    fn word(&self, token: &Token) -> &str {
        &self.text[token.range.clone()]
    }

    /// What a string stands for, and its place without quotes.
    fn string(&self, token: &Token) -> (String, Range<usize>) {
        let end = if token.range.len() > 1 { token.range.end - 1 } else { token.range.end };
        let inner = token.range.start + 1..end.max(token.range.start + 1);
        (self.text.get(inner.clone()).map(unescape).unwrap_or_default(), inner)
    }

    fn rule(&mut self, prelude: Range<usize>) -> Block {
        match self.text[prelude.clone()].trim_end() {
            ":export" => Block::Exports,
            text if text.starts_with(":import") => Block::Opaque,
            _ => {
                self.selectors(&tokens(self.text, prelude));
                Block::Rules
            }
        }
    }

    fn at_rule(&mut self, name: &str, params: Range<usize>) -> Block {
        if is_animation(name, &["keyframes"]) || name.eq_ignore_ascii_case("counter-style") {
            match tokens(self.text, params).first() {
                Some(it) if it.kind == TokenKind::Text => self.mention(self.string(it).1, NameRole::Rule),
                Some(it) if it.kind == TokenKind::Word => self.mention(it.range.clone(), NameRole::Rule),
                _ => {}
            }
            return Block::Opaque;
        }
        match &*name.to_ascii_lowercase() {
            "scope" | "nest" => {
                self.selectors(&tokens(self.text, params));
                Block::Rules
            }
            "media" | "supports" | "container" | "layer" | "starting-style" | "document" | "-moz-document" => {
                Block::Rules
            }
            _ => Block::Opaque,
        }
    }

    fn selectors(&mut self, all: &[Token]) {
        let is = |at: usize, mark| all.get(at).is_some_and(|it| it.kind == TokenKind::Mark(mark));
        let follows = |at: usize| at > 0 && all.get(at).is_some_and(|it| it.range.start == all[at - 1].range.end);
        let (mut i, mut depth, mut is_global) = (0, 0usize, false);
        while let Some(token) = all.get(i) {
            i += 1;
            match token.kind {
                TokenKind::Mark(b'[') => i += all[i..].iter().take_while(|it| it.kind != TokenKind::Mark(b']')).count(),
                TokenKind::Mark(b'(') => depth += 1,
                TokenKind::Mark(b')') => depth = depth.saturating_sub(1),
                TokenKind::Mark(b',') if depth == 0 => is_global = false,
                TokenKind::Mark(sign @ (b'.' | b'#')) => {
                    let Some(name) = all.get(i).filter(|it| follows(i) && starts_name(self.word(it))) else { continue };
                    i += 1;
                    if !is_global {
                        self.mention(name.range.clone(), if sign == b'.' { NameRole::Class } else { NameRole::Id });
                    }
                }
                TokenKind::Mark(b':') => {
                    let Some(name) = all.get(i).filter(|it| follows(i) && it.kind == TokenKind::Word) else { continue };
                    i += 1;
                    let is_function = is(i, b'(') && follows(i);
                    match (self.word(name), is_function) {
                        ("global", true) => i = end_of_brackets(all, i),
                        ("local", true) => {
                            let end = end_of_brackets(all, i);
                            let inner = i + 1..if is(end - 1, b')') { end - 1 } else { end };
                            self.selectors(all.get(inner).unwrap_or_default());
                            i = end;
                        }
                        ("global", false) if depth == 0 => is_global = true,
                        ("local", false) if depth == 0 => is_global = false,
                        _ => {}
                    }
                }
                _ => {}
            }
        }
    }

    fn declaration(&mut self, property: &str, value: &[Token]) {
        if is_composes(property) {
            self.composes(value);
        } else if !property.starts_with("--")
            && is_animation(property, &["animation", "animation-name", "list-style", "list-style-type"])
        {
            for (i, it) in value.iter().enumerate() {
                let is_function = value
                    .get(i + 1)
                    .is_some_and(|next| next.kind == TokenKind::Mark(b'(') && next.range.start == it.range.end);
                if it.kind == TokenKind::Word && starts_name(self.word(it)) && !is_function {
                    self.mention(it.range.clone(), NameRole::Use);
                }
            }
        }
    }

    /// `@value a: 1px`, `@value a 1px`: the name. What is taken of another file has its place there.
    fn value(&mut self, all: &[Token]) {
        let [name, next, ..] = all else { return };
        let is_list = next.kind == TokenKind::Mark(b',') || matches!(self.word(next), "from" | "as");
        if name.kind == TokenKind::Word && !is_list {
            self.mention(name.range.clone(), NameRole::Value);
        }
    }

    fn composes(&mut self, value: &[Token]) {
        let mut names = Vec::new();
        let mut rest = value.iter();
        while let Some(token) = rest.next() {
            if token.kind != TokenKind::Word {
                continue;
            }
            if self.word(token) != "from" || names.is_empty() {
                names.push(token.range.clone());
                continue;
            }
            match rest.next() {
                Some(file) if file.kind == TokenKind::Text => {
                    let (specifier, _) = self.string(file);
                    for name in names.drain(..) {
                        self.mention(name, NameRole::ComposesFrom(specifier.clone()));
                    }
                }
                // Those are of the whole page.
                _ => names.clear(),
            }
        }
        names.into_iter().for_each(|name| self.mention(name, NameRole::Composes));
    }
}

/// Behind the bracket that closes the one at a place.
fn end_of_brackets(all: &[Token], open: usize) -> usize {
    let mut depth = 0usize;
    for (at, token) in all.iter().enumerate().skip(open) {
        match token.kind {
            TokenKind::Mark(b'(') => depth += 1,
            TokenKind::Mark(b')') if depth <= 1 => return at + 1,
            TokenKind::Mark(b')') => depth -= 1,
            _ => {}
        }
    }
    all.len()
}

/// Whether a word may be a name: a number is none.
fn starts_name(word: &str) -> bool {
    match word.as_bytes() {
        [b'-', b'-' | b'\\', ..] | [b'\\', ..] => true,
        [b'-', byte, ..] | [byte, ..] => is_start_byte(*byte),
        [] => false,
    }
}

fn is_start_byte(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || matches!(byte, b'_' | 0x80..)
}

#[cfg(test)]
mod tests {
    use nexxo_base::options::CssModulesOptions;

    use super::*;
    use crate::css::{CssOptions, compile};

    /// The mentions as `role name`, with what is written where that is another.
    fn of(text: &str) -> Vec<String> {
        let written = |it: &NameMention| text[it.span.start as usize..it.span.end as usize].to_owned();
        let shown = |it: NameMention| {
            let role = match &it.role {
                NameRole::ComposesFrom(specifier) => format!("from {specifier}"),
                role => format!("{role:?}").to_lowercase(),
            };
            match written(&it) {
                same if same == it.name => format!("{role} {same}"),
                other => format!("{role} {} ({other})", it.name),
            }
        };
        name_mentions(text).into_iter().map(shown).collect()
    }

    #[test]
    fn names_of_selectors() {
        assert_eq!(of(".a .b:not(.c), d#e { color: red }"), ["class a", "class b", "class c", "id e"]);
        assert_eq!(of(".a { &.b { color: #fff } > .c::before { content: '.x' } }"), ["class a", "class b", "class c"]);
        assert_eq!(of("@media (min-width: 1.5px) { .a { width: .5em } } @layer x.y { .b {} }"), ["class a", "class b"]);
        assert_eq!(of("[data-x='.y'] .w-1\\/2, .\\31 0 {}"), ["class w-1/2 (w-1\\/2)", "class 10 (\\31 0)"]);
        assert_eq!(of("/* .x */ .a /* .y */ { background: url(a.png) } @font-face { src: url(.b) }"), ["class a"]);
        assert_eq!(of("@scope (.a) to (.b) { .c {} }"), ["class a", "class b", "class c"]);
        assert_eq!(of("@supports selector(.x) { .é {} }"), ["class é"]);
    }

    #[test]
    fn what_is_global_is_not_of_the_sheet() {
        assert_eq!(of(":global(.x) .a:global(.y) {} :global .x .y, .b {}"), ["class a", "class b"]);
        assert_eq!(of(":global .x :local .a, :global .y :local(.b) .z {}"), ["class a", "class b"]);
        assert_eq!(of(".a { composes: x from global; composes: y }"), ["class a", "composes y"]);
    }

    #[test]
    fn names_of_declarations() {
        assert_eq!(
            of("@keyframes spin { 12.5% { top: 0 } } .a { animation: 1s spin, fade 2s }"),
            ["rule spin", "class a", "use spin"]
        );
        assert_eq!(
            of(".a { composes: b c from './d.module.css'; composes: e, f }"),
            ["class a", "from ./d.module.css b", "from ./d.module.css c", "composes e", "composes f"]
        );
        assert_eq!(
            of("@value main: red; @value a, b from './x.css'; :export { wide: 1px } .a { --x: { .b: c } }"),
            ["value main", "value wide", "class a"]
        );
    }

    #[test]
    fn a_mention_knows_its_rule() {
        let text = ".a { top: 0; .b { left: 0 } composes: c; }\n.d{}";
        let rules: Vec<&str> =
            name_mentions(text).iter().map(|it| &text[it.rule.start as usize..it.rule.end as usize]).collect();
        assert_eq!(rules, [&text[..42], ".b { left: 0 }", &text[..42], ".d{}"]);
    }

    #[test]
    fn the_parser_has_the_same_names() {
        let options = CssModulesOptions::default();
        let options = CssOptions { names: Some(&options), path: "a.module.css", ..CssOptions::default() };
        for text in [
            ".a .b:not(.c, :is(#d)) > .e ~ .f {top:0} @media print { .g { .h & { top: 0 } } }",
            ":global(.x) .a {top:0} .b :global .y .z, .c {top:0} :local(.d.e) .f {top:0}",
            "@keyframes k { from { top: 0 } } .a { animation: k 1s } @counter-style s { symbols: a } .b {list-style: s}",
            ".w-1\\/2 {top:0} .\\31 0 {top:0} .é-ü {top:0} [a='.b'] {top:0}",
            "@layer a.b { .c { top: 0 } } @container d (width > 1.5px) { .e { top: 0 } } @supports (top: 0) { .f {top:0} }",
            ".a { composes: b; } .b { --c: { .d: e }; } @scope (.x) { .y { top: 0 } }",
        ] {
            let mut mine: Vec<String> =
                name_mentions(text).into_iter().filter(|it| it.role.is_definition()).map(|it| it.name).collect();
            mine.sort();
            mine.dedup();
            let theirs: Vec<String> =
                compile(text, &options).unwrap().exports.iter().map(|it| it.name.clone()).collect();
            assert_eq!(mine, theirs, "{text}");
        }
    }

    #[test]
    fn half_a_sheet_is_no_trouble() {
        let text = ".a { composes: b from './c'; animation: d } @keyframes \"e\" { } :global(.x :local(.\\e9 f[g='h']{ --i: {} }";
        for end in (0..=text.len()).filter(|&it| text.is_char_boundary(it)) {
            for start in (0..end).step_by(7) {
                name_mentions(&text[start..end]);
            }
        }
    }

    #[test]
    fn plain_names_need_no_escapes() {
        let all = ["a", "a-b", "_x1", "-a", "--a", "é"];
        assert!(all.iter().all(|it| is_plain_name(it)));
        assert!(["", "-", "1a", "-1", "a b", "a.b", "a/b", "--"].iter().all(|it| !is_plain_name(it)));
    }
}
