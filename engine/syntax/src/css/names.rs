//! Where the names of a CSS Modules sheet stand in its text, for who shows and edits it. The parser knows which names there
//! are; it does not keep their places.

use nexxo_base::{Set, Span};

use super::scan::{end_of_comment, end_of_string, is_name_byte, span, unescape};

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
    let mut walker = Walker { text, bytes: text.as_bytes(), out: Vec::new(), open: Vec::new() };
    walker.walk();
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
    bytes: &'t [u8],
    out: Vec<NameMention>,
    open: Vec<Open>,
}

impl Walker<'_> {
    fn walk(&mut self) {
        let mut at = 0;
        loop {
            at = self.skip_space(at, self.bytes.len());
            let end = self.end_of_piece(at);
            match self.bytes.get(end) {
                Some(b'{') if self.text.get(at..).is_some_and(|it| it.starts_with("--")) => {
                    // A custom property whose value is in braces.
                    at = self.end_of_braces(end);
                }
                Some(b'{') => {
                    let first = self.out.len();
                    let is_opaque = self.open.last().is_some_and(|it| it.block != Block::Rules);
                    let block = if is_opaque { Block::Opaque } else { self.prelude(at, end) };
                    self.open.push(Open { start: at, first, block });
                    at = end + 1;
                }
                Some(b';') => {
                    self.piece(at, end);
                    at = end + 1;
                }
                Some(_) => {
                    self.piece(at, end);
                    self.close(end + 1);
                    at = end + 1;
                }
                None => {
                    self.piece(at, end);
                    while !self.open.is_empty() {
                        self.close(end);
                    }
                    return;
                }
            }
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

    /// The `{`, `;` or `}` that ends what begins at a place, or the end of the text.
    fn end_of_piece(&self, mut at: usize) -> usize {
        let mut depth = 0usize;
        while let Some(&byte) = self.bytes.get(at) {
            match byte {
                b'{' | b';' if depth == 0 => return at,
                b'}' => return at,
                b'(' | b'[' => depth += 1,
                b')' | b']' => depth = depth.saturating_sub(1),
                _ => {}
            }
            at = self.after(at);
        }
        self.bytes.len()
    }

    /// Past the braces that open at a place.
    fn end_of_braces(&self, mut at: usize) -> usize {
        let mut depth = 0usize;
        while let Some(&byte) = self.bytes.get(at) {
            match byte {
                b'{' => depth += 1,
                b'}' if depth <= 1 => return at + 1,
                b'}' => depth -= 1,
                _ => {}
            }
            at = self.after(at);
        }
        self.bytes.len()
    }

    /// Past one comment, string, escape or other byte.
    fn after(&self, at: usize) -> usize {
        let next = match self.bytes[at] {
            b'/' if self.bytes.get(at + 1) == Some(&b'*') => end_of_comment(self.bytes, at),
            b'"' | b'\'' => end_of_string(self.bytes, at).unwrap_or_else(|cut| cut),
            b'\\' => at + 2,
            _ => at + 1,
        };
        next.clamp(at + 1, self.bytes.len().max(at + 1))
    }

    fn skip_space(&self, mut at: usize, end: usize) -> usize {
        while at < end {
            match self.bytes[at] {
                b' ' | b'\t' | b'\n' | b'\r' | b'\x0c' => at += 1,
                b'/' if self.bytes.get(at + 1) == Some(&b'*') => at = end_of_comment(self.bytes, at),
                _ => break,
            }
        }
        at.min(end)
    }

    /// The end of the name that starts at a place; the place itself where none does.
    fn end_of_name(&self, start: usize, end: usize) -> usize {
        let mut at = start;
        while at < end {
            match self.bytes[at] {
                b'\\' if at + 1 < end && !matches!(self.bytes[at + 1], b'\n' | b'\r' | b'\x0c') => {
                    let digits = self.bytes[at + 1..end].iter().take(6).take_while(|it| it.is_ascii_hexdigit()).count();
                    at += 1 + digits.max(1);
                    if digits > 0 && at < end && matches!(self.bytes[at], b' ' | b'\t' | b'\n') {
                        at += 1;
                    }
                }
                byte if is_name_byte(byte) => at += 1,
                _ => break,
            }
        }
        // An escape steps into a character of many bytes, never out of the text.
        while at < end && !self.text.is_char_boundary(at) {
            at += 1;
        }
        at.min(end)
    }

    fn starts_name(&self, at: usize) -> bool {
        match self.bytes.get(at) {
            Some(b'-') => self.bytes.get(at + 1).is_some_and(|&it| it == b'-' || it == b'\\' || is_start_byte(it)),
            Some(b'\\') => true,
            Some(&byte) => is_start_byte(byte),
            None => false,
        }
    }

    fn mention(&mut self, start: usize, end: usize, role: NameRole) {
        if let Some(written) = self.text.get(start..end).filter(|it| !it.is_empty()) {
            let name = unescape(written);
            self.out.push(NameMention { span: span(start, end), name, role, rule: Span::default() });
        }
    }

    /// Reads what stands before a block, and says what the block holds.
    fn prelude(&mut self, start: usize, end: usize) -> Block {
        if self.bytes.get(start) != Some(&b'@') {
            if self.text[start..end].trim_end() == ":export" {
                return Block::Exports;
            }
            if self.text[start..end].starts_with(":import") {
                return Block::Opaque;
            }
            self.selectors(start, end);
            return Block::Rules;
        }
        let word_end = self.end_of_name(start + 1, end);
        let word = self.text[start + 1..word_end].to_ascii_lowercase();
        let is =
            |name: &str| word == name || word.strip_prefix('-').is_some_and(|it| it.ends_with(&format!("-{name}")));
        if is("keyframes") || word == "counter-style" {
            let at = self.skip_space(word_end, end);
            match self.bytes.get(at) {
                Some(b'"' | b'\'') => {
                    let close = end_of_string(self.bytes, at).unwrap_or_else(|cut| cut).min(end);
                    self.mention(at + 1, close.saturating_sub(1).max(at + 1), NameRole::Rule);
                }
                _ => self.mention(at, self.end_of_name(at, end), NameRole::Rule),
            }
            return Block::Opaque;
        }
        match &*word {
            "scope" | "nest" => {
                self.selectors(word_end, end);
                Block::Rules
            }
            "media" | "supports" | "container" | "layer" | "starting-style" | "document" | "-moz-document" => {
                Block::Rules
            }
            _ => Block::Opaque,
        }
    }

    fn selectors(&mut self, start: usize, end: usize) {
        let (mut at, mut depth, mut is_global) = (start, 0usize, false);
        while at < end {
            match self.bytes[at] {
                b'[' => {
                    while at < end && self.bytes[at] != b']' {
                        at = self.after(at);
                    }
                }
                b'(' => {
                    depth += 1;
                    at += 1;
                }
                b')' => {
                    depth = depth.saturating_sub(1);
                    at += 1;
                }
                b',' if depth == 0 => {
                    is_global = false;
                    at += 1;
                }
                sign @ (b'.' | b'#') if self.starts_name(at + 1) => {
                    let name_end = self.end_of_name(at + 1, end);
                    if !is_global {
                        self.mention(at + 1, name_end, if sign == b'.' { NameRole::Class } else { NameRole::Id });
                    }
                    at = name_end;
                }
                b':' => {
                    let name_end = self.end_of_name(at + 1, end);
                    let is_function = self.bytes.get(name_end) == Some(&b'(');
                    match (&self.text[at + 1..name_end], is_function) {
                        ("global", true) => at = self.end_of_brackets(name_end, end),
                        ("local", true) => {
                            let close = self.end_of_brackets(name_end, end);
                            self.selectors(name_end + 1, close.saturating_sub(1).max(name_end + 1));
                            at = close;
                        }
                        ("global", false) if depth == 0 => {
                            is_global = true;
                            at = name_end;
                        }
                        ("local", false) if depth == 0 => {
                            is_global = false;
                            at = name_end;
                        }
                        _ => at = name_end.max(at + 1),
                    }
                }
                _ => at = self.after(at),
            }
        }
    }

    /// Past the bracket that closes the one at a place.
    fn end_of_brackets(&self, mut at: usize, end: usize) -> usize {
        let mut depth = 0usize;
        while at < end {
            match self.bytes[at] {
                b'(' => depth += 1,
                b')' if depth <= 1 => return at + 1,
                b')' => depth -= 1,
                _ => {}
            }
            at = self.after(at);
        }
        end
    }

    /// Reads a declaration, or a statement without block.
    fn piece(&mut self, start: usize, end: usize) {
        let first = self.out.len();
        if self.bytes.get(start) == Some(&b'@') {
            let word_end = self.end_of_name(start + 1, end);
            if &self.text[start + 1..word_end] == "value" {
                self.values(word_end, end);
            }
            for mention in &mut self.out[first..] {
                mention.rule = span(start, end);
            }
            return;
        }
        let Some(block) = self.open.last().map(|it| it.block) else { return };
        let name_end = self.end_of_name(start, end);
        let colon = self.skip_space(name_end, end);
        if name_end == start || self.bytes.get(colon) != Some(&b':') || colon >= end || block == Block::Opaque {
            return;
        }
        if block == Block::Exports {
            return self.mention(start, name_end, NameRole::Value);
        }
        let property = self.text[start..name_end].to_ascii_lowercase();
        let bare = property.trim_start_matches("-webkit-").trim_start_matches("-moz-").trim_start_matches("-o-");
        match bare {
            "composes" => self.composes(colon + 1, end),
            "animation" | "animation-name" | "list-style" | "list-style-type" => self.words(colon + 1, end),
            _ => {}
        }
    }

    /// `@value a: 1px`, `@value a 1px`: the name. What is taken of another file has its place there.
    fn values(&mut self, start: usize, end: usize) {
        let at = self.skip_space(start, end);
        let name_end = self.end_of_name(at, end);
        let next = self.skip_space(name_end, end);
        let rest = self.text[next..end].trim_end();
        let is_list = rest.starts_with(',') || rest.starts_with("from") || rest.starts_with("as ");
        if name_end > at && !is_list && !rest.is_empty() {
            self.mention(at, name_end, NameRole::Value);
        }
    }

    fn composes(&mut self, start: usize, end: usize) {
        let mut names = Vec::new();
        let mut at = start;
        loop {
            at = self.skip_space(at, end);
            let name_end = self.end_of_name(at, end);
            if at >= end {
                break;
            }
            if name_end == at {
                at = self.after(at);
                continue;
            }
            if self.text.get(at..name_end) == Some("from") && !names.is_empty() {
                let from = self.skip_space(name_end, end);
                match self.bytes.get(from) {
                    Some(b'"' | b'\'') if from < end => {
                        let close = end_of_string(self.bytes, from).unwrap_or_else(|cut| cut).min(end);
                        let specifier = self.text.get(from + 1..close.saturating_sub(1)).map(unescape);
                        let specifier = specifier.unwrap_or_default();
                        for (start, end) in std::mem::take(&mut names) {
                            self.mention(start, end, NameRole::ComposesFrom(specifier.clone()));
                        }
                    }
                    // Those are of the whole page.
                    _ => names.clear(),
                }
                at = self.skip_space(from, end);
                at = if at < end { self.after(at).max(self.end_of_name(at, end)) } else { end };
                continue;
            }
            names.push((at, name_end));
            at = name_end;
        }
        for (start, end) in names {
            self.mention(start, end, NameRole::Composes);
        }
    }

    fn words(&mut self, start: usize, end: usize) {
        let mut at = start;
        while at < end {
            let name_end = self.end_of_name(at, end);
            if name_end > at && self.starts_name(at) && self.bytes.get(name_end) != Some(&b'(') {
                self.mention(at, name_end, NameRole::Use);
            }
            at = if name_end > at { name_end } else { self.after(at) };
        }
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
