//! What a style sheet comes to with all that it imports, as a browser puts it together: each `@import` rule stands for
//! the sheet that it leads to, as often as there are such rules, except that no sheet is part of itself.
//!
//! Of several copies of a sheet the last decides. An earlier one is left out where the last holds whenever it does, and
//! only its layers stay, whose order the first mention of each decides.

use std::hash::Hash;

use nexxo_base::module::RecordIdx;
use nexxo_base::path::percent_encode;
use nexxo_base::template::{StyleImport, StyleImportTarget, StyleTemplate};
use nexxo_base::{Map, Set};

/// How many copies of sheets are looked at before those that change nothing count with all that they import. Sheets that
/// import each other in many ways at once have more ways through them than can be walked; nobody writes such.
const MAX_STEPS: u32 = 100_000;

/// One block that a part of the text stands in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Wrap<'i> {
    /// `@media …` or `@supports …`.
    Condition(&'i str),
    /// `@layer` with a name.
    Layer(&'i str),
    /// A layer without one: each has its number.
    Anonymous(u32),
}

/// One part of the text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Piece<'i, K> {
    /// All rules of a sheet but its imports.
    Rules(K),
    /// The layers that they are in, without the rules.
    Layers(K),
    /// `@layer` statements.
    Statement(&'i str),
    /// An `@import` rule that leads outside.
    Import(&'i str),
}

/// A part and the blocks around it, outermost first.
#[derive(Clone, Debug)]
pub struct Part<'i, K> {
    /// What it is.
    pub piece: Piece<'i, K>,
    /// Where it stands.
    pub wraps: Box<[Wrap<'i>]>,
}

/// The sheets, and what their records lead to where that is one.
pub struct Sheets<'s, 'i, K> {
    /// A sheet.
    pub sheet: &'s dyn Fn(K) -> Option<&'i StyleTemplate>,
    /// What a record leads to.
    pub target: &'s dyn Fn(K, RecordIdx) -> Option<K>,
}

/// The parts that `roots` come to, each root under its condition.
pub fn expand<'i, K: Copy + Eq + Hash>(sheets: &Sheets<'_, 'i, K>, roots: &[(K, Option<&'i str>)]) -> Vec<Part<'i, K>> {
    let mut walk = Walk {
        sheets,
        layered: layered(sheets, roots),
        parts: Vec::new(),
        kept: Map::default(),
        around: Set::default(),
        imports: Set::default(),
        layers: 0,
        steps: 0,
    };
    for (root, condition) in roots.iter().rev() {
        walk.visit(*root, condition.map(Wrap::Condition).into_iter().collect());
    }
    walk.parts.reverse();
    without_repeated_layers(walk.parts)
}

/// What is left to do, from the end of the text to its start.
enum Step<'i, K> {
    Enter(K, Box<[Wrap<'i>]>),
    Import(&'i str, Box<[Wrap<'i>]>),
    /// Blocks with nothing in them.
    Empty(Box<[Wrap<'i>]>),
    Leave(K, Box<[Wrap<'i>]>),
}

struct Walk<'s, 'i, K> {
    sheets: &'s Sheets<'s, 'i, K>,
    /// The sheets whose copies cannot be passed over with all that they import; see [`layered`].
    layered: Set<K>,
    parts: Vec<Part<'i, K>>,
    /// Where the copies of each sheet stand that come later in the text.
    kept: Map<K, Vec<Box<[Wrap<'i>]>>>,
    /// The sheets that the one at hand is part of.
    around: Set<K>,
    imports: Set<(&'i str, Box<[Wrap<'i>]>)>,
    layers: u32,
    steps: u32,
}

impl<'i, K: Copy + Eq + Hash> Walk<'_, 'i, K> {
    fn visit(&mut self, root: K, wraps: Box<[Wrap<'i>]>) {
        let mut stack = vec![Step::Enter(root, wraps)];
        while let Some(step) = stack.pop() {
            match step {
                Step::Enter(sheet, wraps) => self.enter(sheet, wraps, &mut stack),
                Step::Import(rule, wraps) => {
                    let is_last = self.imports.insert((rule, wraps.clone()));
                    if is_last || rule.contains(" layer") {
                        self.parts.push(Part { piece: Piece::Import(rule), wraps });
                    }
                }
                Step::Empty(wraps) => self.parts.push(Part { piece: Piece::Statement(""), wraps }),
                Step::Leave(sheet, wraps) => {
                    self.around.remove(&sheet);
                    if let Some(template) = (self.sheets.sheet)(sheet).filter(|it| !it.layers.is_empty()) {
                        self.parts.push(Part { piece: Piece::Statement(&template.layers), wraps });
                    }
                }
            }
        }
    }

    fn enter(&mut self, sheet: K, wraps: Box<[Wrap<'i>]>, stack: &mut Vec<Step<'i, K>>) {
        let Some(template) = (self.sheets.sheet)(sheet) else { return };
        self.steps += 1;
        let changes_nothing = !template.has_anonymous_layers
            && self.kept.get(&sheet).is_some_and(|kept| kept.iter().any(|later| covers(later, &wraps)));
        if changes_nothing {
            if !self.layered.contains(&sheet) || self.steps > MAX_STEPS {
                if has_layer(&wraps) {
                    self.parts.push(Part { piece: Piece::Layers(sheet), wraps });
                }
                return;
            }
            self.parts.push(Part { piece: Piece::Layers(sheet), wraps: wraps.clone() });
        } else {
            self.kept.entry(sheet).or_default().push(wraps.clone());
            self.parts.push(Part { piece: Piece::Rules(sheet), wraps: wraps.clone() });
        }
        self.around.insert(sheet);
        stack.push(Step::Leave(sheet, wraps.clone()));
        for import in &template.imports {
            match &import.target {
                StyleImportTarget::Url(rule) => stack.push(Step::Import(rule, wraps.clone())),
                StyleImportTarget::Record(record) => {
                    let Some(target) = (self.sheets.target)(sheet, *record) else { continue };
                    let conditions = import.conditions.iter().map(|it| Wrap::Condition(it));
                    let layer = import.layer.iter().map(|name| match &**name {
                        "" => {
                            self.layers += 1;
                            Wrap::Anonymous(self.layers)
                        }
                        name => Wrap::Layer(name),
                    });
                    let inner = wraps.iter().copied().chain(conditions).chain(layer).collect();
                    if !self.around.contains(&target) {
                        stack.push(Step::Enter(target, inner));
                    } else if import.layer.is_some() {
                        // The rule leads in a circle to nothing, and yet declares its layer.
                        stack.push(Step::Empty(inner));
                    }
                }
            }
        }
    }
}

/// Whether what stands in `later` has the last word whenever what stands in `wraps` is in force.
fn covers(later: &[Wrap<'_>], wraps: &[Wrap<'_>]) -> bool {
    layers(later).all(|it| matches!(it, Wrap::Layer(_)))
        && layers(later).eq(layers(wraps))
        && later.iter().filter(|it| !is_layer(it)).all(|it| wraps.contains(it))
}

fn layers<'w, 'i>(wraps: &'w [Wrap<'i>]) -> impl Iterator<Item = &'w Wrap<'i>> {
    wraps.iter().filter(|it| is_layer(it))
}

fn is_layer(wrap: &Wrap<'_>) -> bool {
    !matches!(wrap, Wrap::Condition(_))
}

fn has_layer(wraps: &[Wrap<'_>]) -> bool {
    wraps.iter().any(is_layer)
}

/// The sheets of which a copy matters although a later one holds whenever it does: they, or what they import, are in
/// layers, or import themselves over others, so that a copy may lack what another one has.
fn layered<'i, K: Copy + Eq + Hash>(sheets: &Sheets<'_, 'i, K>, roots: &[(K, Option<&'i str>)]) -> Set<K> {
    let mut importers: Map<K, Vec<K>> = Map::default();
    let mut found: Vec<K> = Vec::new();
    let mut waits: Map<K, usize> = Map::default();
    let mut stack: Vec<K> = roots.iter().map(|it| it.0).collect();
    let mut all: Vec<K> = Vec::new();
    while let Some(sheet) = stack.pop() {
        if waits.contains_key(&sheet) {
            continue;
        }
        all.push(sheet);
        let Some(template) = (sheets.sheet)(sheet) else {
            waits.insert(sheet, 0);
            continue;
        };
        let is_layered = |it: &StyleImport| {
            it.layer.is_some() || matches!(&it.target, StyleImportTarget::Url(rule) if rule.contains(" layer"))
        };
        if !template.layers.is_empty()
            || !template.declared.is_empty()
            || template.has_anonymous_layers
            || template.imports.iter().any(is_layered)
        {
            found.push(sheet);
        }
        let mut count = 0;
        for import in &template.imports {
            let StyleImportTarget::Record(record) = import.target else { continue };
            let Some(target) = (sheets.target)(sheet, record) else { continue };
            importers.entry(target).or_default().push(sheet);
            stack.push(target);
            count += 1;
        }
        waits.insert(sheet, count);
    }
    // What is left when sheets are taken away whose imports are all away leads into a circle.
    let mut free: Vec<K> = all.iter().copied().filter(|sheet| waits[sheet] == 0).collect();
    while let Some(sheet) = free.pop() {
        for importer in importers.get(&sheet).into_iter().flatten() {
            let count = waits.entry(*importer).or_default();
            *count -= 1;
            if *count == 0 {
                free.push(*importer);
            }
        }
    }
    found.extend(all.into_iter().filter(|sheet| waits[sheet] > 0));
    let mut out = Set::default();
    while let Some(sheet) = found.pop() {
        if out.insert(sheet) {
            found.extend(importers.get(&sheet).into_iter().flatten());
        }
    }
    out
}

/// Leaves out what only declares layers that something before it declares whenever it does.
fn without_repeated_layers<K: Copy + Eq + Hash>(parts: Vec<Part<'_, K>>) -> Vec<Part<'_, K>> {
    let mut before: Map<K, Vec<Box<[Wrap<'_>]>>> = Map::default();
    let mut statements = Set::default();
    let mut out = Vec::with_capacity(parts.len());
    for part in parts {
        let is_new = match part.piece {
            Piece::Rules(sheet) => {
                before.entry(sheet).or_default().push(part.wraps.clone());
                true
            }
            Piece::Layers(sheet) => {
                let earlier = before.entry(sheet).or_default();
                let is_new = !earlier.iter().any(|it| covers(it, &part.wraps));
                if is_new {
                    earlier.push(part.wraps.clone());
                }
                is_new
            }
            Piece::Statement(text) => statements.insert((text, part.wraps.clone())),
            Piece::Import(_) => true,
        };
        if is_new {
            out.push(part);
        }
    }
    out
}

/// How parts are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Writing {
    /// Without white space.
    pub minify: bool,
    /// Into several texts, so that rules which lead outside come after what is before them. Otherwise they come first.
    pub split: bool,
}

/// One text that parts came to.
#[derive(Clone, Debug)]
pub struct Written<K> {
    /// The text.
    pub text: String,
    /// Where in it the rules of which sheets stand, in order.
    pub places: Vec<(K, std::ops::Range<u32>)>,
}

/// Writes parts. `rules` appends a sheet's rules.
pub fn write<'i, K: Copy + Eq + Hash>(
    parts: &[Part<'i, K>],
    sheet: &dyn Fn(K) -> Option<&'i StyleTemplate>,
    writing: Writing,
    rules: &mut dyn FnMut(K, &mut String),
) -> Vec<Written<K>> {
    let mut writer = Writer {
        writing,
        texts: Vec::new(),
        first: String::new(),
        text: String::new(),
        open: Vec::new(),
        places: Vec::new(),
    };
    for part in parts {
        match part.piece {
            Piece::Rules(id) => {
                if sheet(id).is_some_and(|it| it.text.trim().is_empty()) {
                    if has_layer(&part.wraps) {
                        writer.within(&part.wraps);
                    }
                    continue;
                }
                writer.within(&part.wraps);
                let start = writer.text.len();
                rules(id, &mut writer.text);
                writer.end_line();
                writer.places.push((id, start as u32..writer.text.len() as u32));
            }
            Piece::Layers(id) => {
                let declared = sheet(id).map_or("", |it| &it.declared);
                if !declared.is_empty() || has_layer(&part.wraps) {
                    writer.within(&part.wraps);
                    writer.text.push_str(declared);
                    writer.end_line();
                }
            }
            Piece::Statement(text) if part.wraps.is_empty() && writer.text.is_empty() => {
                writer.first.push_str(text);
                writer.first.push_str(writer.line_end());
            }
            Piece::Statement(text) => {
                writer.within(&part.wraps);
                writer.text.push_str(text);
                writer.end_line();
            }
            Piece::Import(rule) => {
                if writing.split && !writer.text.is_empty() {
                    writer.end_text();
                }
                writer.first.push_str(&import_within(rule, &part.wraps));
                writer.first.push_str(writer.line_end());
            }
        }
    }
    writer.end_text();
    writer.texts
}

struct Writer<'i, K> {
    writing: Writing,
    texts: Vec<Written<K>>,
    /// What must stand before all rules.
    first: String,
    text: String,
    open: Vec<Wrap<'i>>,
    places: Vec<(K, std::ops::Range<u32>)>,
}

impl<'i, K> Writer<'i, K> {
    fn line_end(&self) -> &'static str {
        if self.writing.minify { "" } else { "\n" }
    }

    fn end_line(&mut self) {
        if !self.writing.minify && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    /// Closes and opens blocks.
    fn within(&mut self, wraps: &[Wrap<'i>]) {
        let common = self.open.iter().zip(wraps).take_while(|(a, b)| a == b).count();
        self.close(common);
        for wrap in &wraps[common..] {
            match wrap {
                Wrap::Condition(condition) => self.text.push_str(condition),
                Wrap::Layer(name) => {
                    self.text.push_str("@layer ");
                    self.text.push_str(name);
                }
                Wrap::Anonymous(_) => self.text.push_str("@layer"),
            }
            self.text.push_str(if self.writing.minify { "{" } else { " {\n" });
            self.open.push(*wrap);
        }
    }

    fn close(&mut self, down_to: usize) {
        while self.open.len() > down_to {
            self.open.pop();
            self.text.push('}');
            self.end_line();
        }
    }

    fn end_text(&mut self) {
        self.close(0);
        let mut text = std::mem::take(&mut self.first);
        let before = text.len() as u32;
        text.push_str(&self.text);
        self.text.clear();
        if self.writing.minify && !text.is_empty() {
            text.push('\n');
        }
        let mut places = std::mem::take(&mut self.places);
        places.iter_mut().for_each(|(_, place)| *place = place.start + before..place.end + before);
        self.texts.push(Written { text, places });
    }
}

/// `rule` as it holds within blocks, which no `@import` may stand in: each block is a sheet of its own around it.
fn import_within(rule: &str, wraps: &[Wrap<'_>]) -> String {
    let around = |inner: String, wrap: &Wrap<'_>| {
        let condition = match wrap {
            Wrap::Condition(condition) => as_import_has_it(condition),
            Wrap::Layer(name) => format!("layer({name})"),
            Wrap::Anonymous(_) => "layer".to_owned(),
        };
        let url = percent_encode(&inner, b"-._~@/:;()");
        format!("@import \"data:text/css,{url}\" {condition};")
    };
    wraps.iter().rev().fold(rule.to_owned(), around)
}

/// What stands behind the URL of an `@import` rule.
pub(crate) fn import_condition(import: &StyleImport) -> String {
    let layer =
        import.layer.as_ref().map(|name| if name.is_empty() { "layer".into() } else { format!("layer({name})") });
    // The media come last.
    let conditions = import.conditions.iter().rev().map(|it| as_import_has_it(it));
    layer.into_iter().chain(conditions).collect::<Vec<_>>().join(" ")
}

/// The prelude of a rule as a condition of `@import`.
fn as_import_has_it(condition: &str) -> String {
    match condition.strip_prefix("@supports ") {
        Some(supports) => format!("supports({supports})"),
        None => condition.trim_start_matches("@media ").to_owned(),
    }
}
