//! Source maps (ECMA-426, version 3): from byte offsets of a finished text to lines, columns and VLQ.

use std::ops::Range;
use std::sync::Arc;

use memchr::memchr;
use nexxo_base::digits::{VLQ, read_vlq};
use nexxo_base::source_map::InputMap;
use nexxo_base::{Fingerprint, Map};
use nexxo_link::ModuleIdx;
use serde::{Deserialize, Serialize};

use crate::cores::Cores;
use crate::output::{OutMapping, push_string};

/// A source that a map may name.
#[derive(Clone, Copy, Debug)]
pub struct MapSource<'s> {
    /// Path relative to the map's own file.
    pub path: &'s str,
    /// The text, unless it is to be left out.
    pub content: Option<&'s str>,
    /// The names that mappings of this source refer to.
    pub names: &'s [Box<str>],
    /// The map that the text came with, and what this map says of the sources of that one.
    pub input: Option<(&'s InputMap, &'s [InputSource])>,
}

/// A source of a map that a text came with: path relative to the map that is made, and text.
pub type InputSource = (String, Option<Arc<str>>);

/// What goes into a map beside its mappings.
#[derive(Clone, Copy, Debug)]
pub struct MapShape<'s> {
    /// The texts of the sources.
    pub contents: bool,
    /// `sourceRoot`.
    pub root: Option<&'s str>,
    /// Whether it is noted where its parts are.
    pub seams: bool,
}

/// Encodes the map of `code` as JSON, without the optional `file` member: it would hold the hash. `mappings` must be in
/// order of their offsets; `source` is asked once for each stretch of text that comes from one module. A module that came with
/// a map is replaced by the sources of that, and what its map does not cover by nothing.
pub fn encode_map<'s>(
    code: &str,
    mappings: &[OutMapping],
    shape: &MapShape<'_>,
    cores: Cores<'_>,
    mut source: impl FnMut(ModuleIdx) -> MapSource<'s>,
) -> String {
    let of_one: Vec<&[OutMapping]> = mappings.chunk_by(|a, b| a.module == b.module).collect();
    let stretches: Vec<_> = of_one.iter().map(|it| (*it, source(it[0].module))).collect();
    let base = |mappings: &[OutMapping]| mappings[0].offset as usize;
    let runs = cores.map(&stretches, |(mappings, source)| {
        Run::encode(code, base(mappings), mappings, source.names, source.input.map(|(map, _)| map))
    });
    let placed = stretches.iter().zip(&runs).map(|((mappings, source), run)| (base(mappings), run, *source));
    join_map(code, placed, shape, cores).0
}

/// The map of `code`, as [`encode_map`] makes it, of runs that were encoded apart: each with the offset in `code` at which the
/// text begins that it was encoded with, and with its source, in order. Also gives where they are in it, if that is wanted.
pub fn join_map<'s>(
    code: &str,
    runs: impl Iterator<Item = (usize, &'s Run, MapSource<'s>)>,
    shape: &MapShape<'_>,
    cores: Cores<'_>,
) -> (String, Option<MapSeams>) {
    let mut joined = Joined { joints: shape.seams.then(Vec::new), ..Joined::new(code) };
    for (base, run, source) in runs {
        joined.add(base, run, source);
    }
    let Joined { vlq, sources, names, joints, .. } = joined;
    let (json, contents, mappings) = to_json(&sources.listed, &names, &vlq, shape, cores);
    (json, joints.map(|joints| MapSeams { contents, mappings, joints }))
}

/// Where the parts of a map are that come from one module.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MapSeams {
    /// The strings with the texts of the sources; none where they are left out.
    contents: Vec<Range<usize>>,
    /// Where the mappings begin.
    mappings: usize,
    /// One for each run that links anything.
    joints: Vec<Joint>,
}

/// The state of a map behind a run.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Joint {
    /// Offsets of the run's first link and of its last one.
    links: Range<usize>,
    /// How many bytes of mappings there are up to here.
    vlq: usize,
    last: Last,
    /// How many names there are up to here, and the hash of the run's.
    names: (usize, Fingerprint),
    /// Whether all of it comes from one text that had no map.
    is_plain: bool,
}

/// What follows the mappings.
const END: &str = "\"}\n";

impl MapSeams {
    /// Puts `run`, if there is one, in the place of the run numbered `at`; without one, the piece before that is another. `code` is
    /// the chunk's text with the new piece in it, which begins at `base` and has `grown` bytes more than the old one. `names` are
    /// those of the run's module and `content` is its text. `None` where more would change; `map` and this are of no use then.
    pub(crate) fn exchange(
        &mut self,
        map: &mut Vec<u8>,
        (at, run): (usize, Option<&Run>),
        code: &str,
        (base, grown): (usize, isize),
        (names, content): (&[Box<str>], &str),
    ) -> Option<()> {
        let before = at.checked_sub(1).map(|it| self.joints[it].clone());
        let old = run.and_then(|_| self.joints.get(at).cloned());
        let behind = at + usize::from(run.is_some());
        let next = self.joints.get(behind).cloned();
        let is_plain = [&old, &next].into_iter().flatten().all(|it| it.is_plain);
        if !is_plain || run.is_some() != old.is_some() {
            return None;
        }
        let vlq = map.get(self.mappings..)?.strip_suffix(END.as_bytes())?;
        let mut joined = Joined::behind(code, before.as_ref());
        let (start, named) = before.as_ref().map_or((0, 0), |it| (it.vlq, it.names.0));
        let mut replaced = start..start;
        let mut last_before = joined.last;
        if let (Some(run), Some(old)) = (run, &old) {
            joined.add_run(base, run, &[u32::try_from(old.last.source).ok()?], named);
            if run.is_empty() || names_of(run, names) != old.names.1 || joined.last.name != old.last.name {
                return None;
            }
            (replaced.end, last_before) = (old.vlq, old.last);
            let links = base + run.head?.0 as usize..base + run.end.0 as usize;
            self.joints[at] = Joint { links, vlq: replaced.start + joined.vlq.len(), last: joined.last, ..old.clone() };
        }
        if let Some(next) = &next {
            let (fields, length) = first_segment(vlq.get(replaced.end..)?)?;
            replaced.end += length;
            let last = joined.last;
            joined.go_to(next.links.start.checked_add_signed(grown)?);
            joined.begin_segment();
            let before = [last_before.source, last_before.line, last_before.source_column];
            let now = [last.source, last.line, last.source_column];
            for ((before, now), field) in before.into_iter().zip(now).zip(fields.get(1..)?) {
                push_vlq(&mut joined.vlq, before + field - now);
            }
            // The last name is the one that it was.
            fields.get(4).into_iter().for_each(|&name| push_vlq(&mut joined.vlq, name));
        }
        let moved = joined.vlq.len() as isize - replaced.len() as isize;
        let place = self.mappings + replaced.start..self.mappings + replaced.end;
        map.splice(place, joined.vlq);
        for joint in &mut self.joints[behind..] {
            joint.links.start = joint.links.start.checked_add_signed(grown)?;
            joint.links.end = joint.links.end.checked_add_signed(grown)?;
            joint.vlq = joint.vlq.checked_add_signed(moved)?;
        }
        match old {
            Some(old) => self.exchange_content(map, usize::try_from(old.last.source).ok()?, content),
            None => Some(()),
        }
    }

    /// Puts another text of a source into a map that has texts.
    fn exchange_content(&mut self, map: &mut Vec<u8>, source: usize, content: &str) -> Option<()> {
        if let Some(place) = self.contents.get(source).cloned() {
            let content = json_string(content);
            let grown = content.len() as isize - place.len() as isize;
            self.contents[source].end = place.start + content.len();
            map.splice(place, content.into_bytes());
            for it in &mut self.contents[source + 1..] {
                *it = it.start.checked_add_signed(grown)?..it.end.checked_add_signed(grown)?;
            }
            self.mappings = self.mappings.checked_add_signed(grown)?;
        }
        Some(())
    }
}

/// The hash of the names that a run uses.
fn names_of(run: &Run, names: &[Box<str>]) -> Fingerprint {
    Fingerprint::of_hash(&run.names.iter().map(|&it| names.get(it as usize)).collect::<Vec<_>>())
}

/// The numbers of the first segment of mappings, and how many bytes it takes with what stands before it.
fn first_segment(vlq: &[u8]) -> Option<(Vec<i64>, usize)> {
    let is_between = |byte: &u8| matches!(byte, b',' | b';');
    let start = vlq.iter().position(|it| !is_between(it)).unwrap_or(vlq.len());
    let end = vlq[start..].iter().position(is_between).map_or(vlq.len(), |length| start + length);
    let (mut fields, mut at) = (Vec::new(), start);
    while at < end {
        fields.push(read_vlq(vlq, &mut at)?);
    }
    (fields.len() >= 4).then_some((fields, end))
}

/// The mappings of a stretch of text that comes from one module, in VLQ but for what depends on where it stands. Sources and
/// names have numbers of their own.
#[derive(Debug, Default)]
pub struct Run {
    /// Offset of a place before the first link that comes from nowhere, if there is one.
    gap: Option<u32>,
    /// The first link: offset and origin. Nothing is linked without it.
    head: Option<(u32, Origin)>,
    /// What follows it, less what stands in the holes.
    vlq: Vec<u8>,
    holes: Vec<Hole>,
    /// Offset of the last link or place from nowhere, and the origin of the last link, with the last name of the run.
    end: (u32, Origin),
    /// Indices into the sources of the map that the text came with; one where it came without.
    sources: Vec<u32>,
    /// Indices into the names of the module, and behind those of the map that its text came with.
    names: Vec<u32>,
}

/// A number in a run that depends on what other runs name.
#[derive(Debug)]
struct Hole {
    /// Its place in the VLQ.
    at: u32,
    value: HoleValue,
}

#[derive(Clone, Copy, Debug)]
enum HoleValue {
    /// From one source to another.
    Source(u32, u32),
    /// From the last name of the runs before.
    Name(u32),
}

impl Run {
    /// Encodes the links of `code` in `mappings`, which are in order, lead to one module and stand behind `base`, from where
    /// the run counts. `names` are what they name, `input` is the map that the module's text came with.
    pub fn encode(
        code: &str,
        base: usize,
        mappings: &[OutMapping],
        names: &[Box<str>],
        input: Option<&InputMap>,
    ) -> Self {
        let end = mappings.last().map_or(base, |it| it.offset as usize);
        let at = |mapping: &OutMapping| mapping.offset as usize - base;
        let mut run = Self::default();
        let mut numbers = Numbers::new(names.len(), input);
        let mut links = mappings.iter();
        let head = loop {
            let Some(mapping) = links.next() else { return Self::default() };
            match numbers.origin(mapping) {
                Some(origin) => break (at(mapping) as u32, origin),
                None => run.gap = run.gap.or(Some(at(mapping) as u32)),
            }
        };
        (run.head, run.end) = (Some(head), head);
        run.vlq.reserve(links.len() * 7);
        let mut place = Place::new(&code.as_bytes()[base..end]);
        place.go_to(head.0 as usize);
        let mut last = Last { name: i64::from(head.1.name) - 1, ..Last::of(&head.1, place.column) };
        let mut has_name = head.1.name != 0;
        let (mut new_lines, mut first_in_line) = (0, false);
        let mut previous = Some(Some(head.1));
        for mapping in links {
            let origin = numbers.origin(mapping);
            let passed = place.go_to(at(mapping));
            if passed > 0 {
                new_lines += passed;
                last.column = 0;
                first_in_line = true;
                previous = None;
            }
            // Two to one source place in a row: the first does.
            if previous == Some(origin) || (origin.is_none() && first_in_line) {
                continue;
            }
            previous = Some(origin);
            run.vlq.extend(std::iter::repeat_n(b';', std::mem::take(&mut new_lines)));
            if !std::mem::take(&mut first_in_line) {
                run.vlq.push(b',');
            }
            push_vlq(&mut run.vlq, place.column - last.column);
            last.column = place.column;
            run.end.0 = at(mapping) as u32;
            let Some(origin) = origin else { continue };
            let before = run.end.1;
            run.end.1 = origin;
            if origin.source == before.source {
                push_vlq(&mut run.vlq, 0);
            } else {
                run.hole(HoleValue::Source(before.source, origin.source));
            }
            push_vlq(&mut run.vlq, i64::from(origin.line) - last.line);
            push_vlq(&mut run.vlq, i64::from(origin.column) - last.source_column);
            last = Last { name: last.name, ..Last::of(&origin, place.column) };
            if origin.name != 0 {
                let name = i64::from(origin.name) - 1;
                if has_name {
                    push_vlq(&mut run.vlq, name - last.name);
                } else {
                    run.hole(HoleValue::Name(name as u32));
                }
                has_name = true;
                last.name = name;
            }
        }
        run.end.1.name = if has_name { last.name as u32 + 1 } else { 0 };
        (run.sources, run.names) = (numbers.sources.met, numbers.names.met);
        run
    }

    /// Whether nothing is linked.
    pub fn is_empty(&self) -> bool {
        self.head.is_none()
    }

    fn hole(&mut self, value: HoleValue) {
        self.holes.push(Hole { at: self.vlq.len() as u32, value });
    }
}

/// Numbers of sources and names within a run, given when they are first used.
struct Numbers<'i> {
    input: Option<&'i InputMap>,
    /// How many names the module has.
    own_names: usize,
    sources: Numbered,
    names: Numbered,
}

/// What was met, in order, and the number of each thing that may be.
struct Numbered {
    met: Vec<u32>,
    numbers: Vec<u32>,
}

impl Numbered {
    fn new(count: usize) -> Self {
        Self { met: Vec::new(), numbers: vec![u32::MAX; count] }
    }

    fn number(&mut self, it: u32) -> u32 {
        let number = &mut self.numbers[it as usize];
        if *number == u32::MAX {
            *number = self.met.len() as u32;
            self.met.push(it);
        }
        *number
    }
}

impl<'i> Numbers<'i> {
    fn new(own_names: usize, input: Option<&'i InputMap>) -> Self {
        let (sources, names) = input.map_or((1, 0), |map| (map.sources.len(), map.names.len()));
        Self { input, own_names, sources: Numbered::new(sources), names: Numbered::new(own_names + names) }
    }

    /// What a mapping leads to; nothing where the map that the text came with has nothing.
    fn origin(&mut self, mapping: &OutMapping) -> Option<Origin> {
        let Some(map) = self.input else {
            let name = self.name(mapping.name);
            return Some(Origin { source: self.sources.number(0), line: mapping.line, column: mapping.column, name });
        };
        let inner = map.find(mapping.line, mapping.column)?;
        let source = self.sources.number(inner.source - 1);
        // The name of an identifier that the map's own tool renamed, else the one that this build renamed.
        let is_start = (inner.line, inner.column) == (mapping.line, mapping.column);
        let name = match inner.name {
            _ if !is_start => 0,
            0 => self.name(mapping.name),
            name => self.name(self.own_names as u32 + name),
        };
        Some(Origin { source, line: inner.source_line, column: inner.source_column, name })
    }

    /// The number of a name plus one; 0 for none. `name` counts so too.
    fn name(&mut self, name: u32) -> u32 {
        if name == 0 { 0 } else { self.names.number(name - 1) + 1 }
    }
}

/// Runs put together.
struct Joined<'c, 's> {
    place: Place<'c>,
    /// What was written last.
    last: Last,
    first_in_line: bool,
    vlq: Vec<u8>,
    sources: Sources<'s>,
    names: Vec<&'s str>,
    /// Those of the runs so far, where they are wanted.
    joints: Option<Vec<Joint>>,
}

impl<'c, 's> Joined<'c, 's> {
    fn new(code: &'c str) -> Self {
        Self {
            place: Place::new(code.as_bytes()),
            last: Last::default(),
            first_in_line: true,
            vlq: Vec::new(),
            sources: Sources::default(),
            names: Vec::new(),
            joints: None,
        }
    }

    /// What comes behind a run of a map.
    fn behind(code: &'c str, joint: Option<&Joint>) -> Self {
        let mut joined = Self::new(code);
        if let Some(joint) = joint {
            joined.place.go_to(joint.links.end);
            joined.last = Last { column: joined.place.column, ..joint.last };
            joined.first_in_line = false;
        }
        joined
    }

    fn add(&mut self, base: usize, run: &'s Run, source: MapSource<'s>) {
        let Some((offset, _)) = run.head else { return };
        if let Some(gap) = run.gap {
            self.go_to(base + gap as usize);
            if !self.first_in_line {
                self.begin_segment();
            }
        }
        let numbers: Vec<u32> = run.sources.iter().map(|&it| self.sources.number(&source, it)).collect();
        let first_name = self.names.len();
        self.names.extend(run.names.iter().map(|&it| source.name(it)));
        self.add_run(base, run, &numbers, first_name);
        if let Some(joints) = &mut self.joints {
            joints.push(Joint {
                links: base + offset as usize..base + run.end.0 as usize,
                vlq: self.vlq.len(),
                last: self.last,
                names: (self.names.len(), names_of(run, source.names)),
                is_plain: source.input.is_none(),
            });
        }
    }

    /// Adds a run whose sources have these numbers, and whose names count from `first_name`.
    fn add_run(&mut self, base: usize, run: &Run, numbers: &[u32], first_name: usize) {
        let Some((offset, head)) = run.head else { return };
        let first_name = first_name as i64;
        let name_of = |origin: &Origin| first_name + i64::from(origin.name) - 1;

        self.go_to(base + offset as usize);
        self.begin_segment();
        push_vlq(&mut self.vlq, i64::from(numbers[head.source as usize]) - self.last.source);
        push_vlq(&mut self.vlq, i64::from(head.line) - self.last.line);
        push_vlq(&mut self.vlq, i64::from(head.column) - self.last.source_column);
        if head.name != 0 {
            push_vlq(&mut self.vlq, name_of(&head) - self.last.name);
        }
        let mut from = 0;
        for hole in &run.holes {
            self.vlq.extend_from_slice(&run.vlq[from..hole.at as usize]);
            from = hole.at as usize;
            let value = match hole.value {
                HoleValue::Source(before, next) => {
                    i64::from(numbers[next as usize]) - i64::from(numbers[before as usize])
                }
                HoleValue::Name(name) => first_name + i64::from(name) - self.last.name,
            };
            push_vlq(&mut self.vlq, value);
        }
        self.vlq.extend_from_slice(&run.vlq[from..]);

        let (end, origin) = run.end;
        self.place.go_to(base + end as usize);
        let name = if origin.name == 0 { self.last.name } else { name_of(&origin) };
        let source = i64::from(numbers[origin.source as usize]);
        self.last = Last { source, name, ..Last::of(&origin, self.place.column) };
    }

    fn go_to(&mut self, offset: usize) {
        let new_lines = self.place.go_to(offset);
        if new_lines > 0 {
            self.vlq.extend(std::iter::repeat_n(b';', new_lines));
            self.last.column = 0;
            self.first_in_line = true;
        }
    }

    fn begin_segment(&mut self) {
        if !std::mem::take(&mut self.first_in_line) {
            self.vlq.push(b',');
        }
        push_vlq(&mut self.vlq, self.place.column - self.last.column);
        self.last.column = self.place.column;
    }
}

/// A place in the output that only moves forward.
#[derive(Clone, Copy)]
struct Place<'c> {
    bytes: &'c [u8],
    at: usize,
    column: i64,
    /// Offset of the next character of more than one byte, or of the end: up to there columns are distances.
    next_wide: usize,
    /// Offset of the next `\n`, or of the end.
    line_end: usize,
}

impl<'c> Place<'c> {
    fn new(bytes: &'c [u8]) -> Self {
        let mut place = Self { bytes, at: 0, column: 0, next_wide: 0, line_end: 0 };
        place.find_next_wide();
        place.find_line_end();
        place
    }

    fn find_line_end(&mut self) {
        let rest = &self.bytes[self.at..];
        self.line_end = self.at + memchr(b'\n', rest).unwrap_or(rest.len());
    }

    fn find_next_wide(&mut self) {
        const BLOCK: usize = 64;
        let rest = &self.bytes[self.at..];
        let passed = rest.chunks(BLOCK).take_while(|block| block.is_ascii()).map(<[u8]>::len).sum::<usize>();
        let narrow = rest[passed..].iter().take_while(|byte| byte.is_ascii()).count();
        self.next_wide = self.at + passed + narrow;
    }

    /// Goes to a byte offset; gives the number of line ends on the way.
    fn go_to(&mut self, offset: usize) -> usize {
        let offset = offset.min(self.bytes.len());
        let mut new_lines = 0;
        while self.line_end < offset {
            (self.at, self.column) = (self.line_end + 1, 0);
            self.find_line_end();
            new_lines += 1;
        }
        let passed = &self.bytes[self.at..offset];
        self.column += if offset <= self.next_wide { passed.len() as i64 } else { utf16_len(passed) };
        self.at = offset;
        if self.next_wide < offset {
            self.find_next_wide();
        }
        new_lines
    }
}

/// The numbers written last, which the next ones are relative to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
struct Last {
    column: i64,
    source: i64,
    line: i64,
    source_column: i64,
    name: i64,
}

impl Last {
    /// Of an origin at a column of the text; the name is the caller's.
    fn of(origin: &Origin, column: i64) -> Self {
        Self {
            column,
            source: i64::from(origin.source),
            line: i64::from(origin.line),
            source_column: i64::from(origin.column),
            name: 0,
        }
    }
}

/// What a place of the output comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
struct Origin {
    /// Index into [`Run::sources`].
    source: u32,
    line: u32,
    column: u32,
    /// Index into [`Run::names`] plus one; 0 for none.
    name: u32,
}

/// A source as the map lists it.
#[derive(Clone, Copy)]
struct Listed<'s> {
    path: &'s str,
    content: Option<&'s str>,
    ignored: bool,
}

/// The sources that runs lead to, listed when they are first met.
#[derive(Default)]
struct Sources<'s> {
    listed: Vec<Listed<'s>>,
    by_path: Map<&'s str, u32>,
}

impl<'s> Sources<'s> {
    /// The number of a source of a run. One that two modules come from is listed once.
    fn number(&mut self, source: &MapSource<'s>, i: u32) -> u32 {
        let new = match source.input {
            None => Listed { path: source.path, content: source.content, ignored: false },
            Some((map, inner)) => {
                let it = &map.sources[i as usize];
                let (path, text) = &inner[i as usize];
                Listed { path, content: it.content.as_deref().or(text.as_deref()), ignored: it.ignored }
            }
        };
        if let Some(&number) = self.by_path.get(new.path)
            && self.listed[number as usize].content == new.content
        {
            return number;
        }
        let number = self.listed.len() as u32;
        self.listed.push(new);
        self.by_path.insert(new.path, number);
        number
    }
}

impl<'s> MapSource<'s> {
    /// A name of a run.
    fn name(&self, i: u32) -> &'s str {
        let i = i as usize;
        match self.input {
            Some((map, _)) if i >= self.names.len() => &map.names[i - self.names.len()],
            _ => &self.names[i],
        }
    }
}

impl Listed<'_> {
    /// Whether debuggers are to pass it over: code of packages is not what one looks for.
    fn is_ignored(&self) -> bool {
        self.ignored || self.path.split('/').any(|part| part == "node_modules")
    }
}

/// The map's text, where in it the texts of the sources are, and where the mappings begin.
fn to_json(
    sources: &[Listed<'_>],
    names: &[&str],
    vlq: &[u8],
    shape: &MapShape<'_>,
    cores: Cores<'_>,
) -> (String, Vec<Range<usize>>, usize) {
    let shown = if shape.contents { sources } else { &[] };
    let contents = cores.map(shown, |it| it.content.map(json_string));
    let paths: usize = sources.iter().map(|it| it.path.len() + 8).sum();
    let contents_len: usize = contents.iter().map(|it| it.as_ref().map_or(0, String::len) + 8).sum();
    let names_len: usize = names.iter().map(|it| it.len() + 3).sum();
    let mut json = String::with_capacity(paths + contents_len + names_len + vlq.len() + 256);
    json.push_str("{\"version\":3,");
    if let Some(root) = shape.root {
        json.push_str("\"sourceRoot\":");
        push_json(&mut json, root);
        json.push(',');
    }
    json.push_str("\"sources\":[");
    push_list(&mut json, sources, |json, it| push_json(json, it.path));
    let mut places = Vec::with_capacity(contents.len());
    if shape.contents {
        json.push_str("],\"sourcesContent\":[");
        push_list(&mut json, &contents, |json, it| {
            let start = json.len();
            json.push_str(it.as_deref().unwrap_or("null"));
            places.push(start..json.len());
        });
    }
    let ignored: Vec<usize> = (0..sources.len()).filter(|&i| sources[i].is_ignored()).collect();
    if !ignored.is_empty() {
        // Browsers read the list under this name, older than the standard's.
        json.push_str("],\"x_google_ignoreList\":[");
        push_list(&mut json, &ignored, |json, i| json.push_str(&i.to_string()));
    }
    json.push_str("],\"names\":[");
    push_list(&mut json, names, |json, name| push_json(json, name));
    json.push_str("],\"mappings\":\"");
    let mappings = json.len();
    json.push_str(std::str::from_utf8(vlq).unwrap_or_default());
    json.push_str(END);
    (json, places, mappings)
}

fn json_string(text: &str) -> String {
    let mut json = String::with_capacity(text.len() + text.len() / 16 + 2);
    push_json(&mut json, text);
    json
}

fn push_list<T>(json: &mut String, items: &[T], mut each: impl FnMut(&mut String, &T)) {
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            json.push(',');
        }
        each(json, item);
    }
}

/// What a byte of a text is in a JSON string: 0 for itself, `u` for a code, else the letter after a backslash.
const ESCAPES: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 0x20 {
        table[byte] = b'u';
        byte += 1;
    }
    table[b'\n' as usize] = b'n';
    table[b'\r' as usize] = b'r';
    table[b'\t' as usize] = b't';
    table[b'"' as usize] = b'"';
    table[b'\\' as usize] = b'\\';
    table
};

/// Appends a JSON string. Runs of plain characters are copied whole.
pub fn push_json(json: &mut String, text: &str) {
    json.push('"');
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(length) = first_escaped(&bytes[from..]) {
        let at = from + length;
        json.push_str(&text[from..at]);
        from = at + 1;
        json.push('\\');
        match ESCAPES[bytes[at] as usize] {
            b'u' => json.push_str(&format!("u{:04x}", bytes[at])),
            letter => json.push(letter as char),
        }
    }
    json.push_str(&text[from..]);
    json.push('"');
}

/// The first byte that JSON spells otherwise. Whole blocks without one are passed over at once.
fn first_escaped(bytes: &[u8]) -> Option<usize> {
    const BLOCK: usize = 16;
    let is_plain = |block: &&[u8]| block.iter().fold(true, |all, &b| all & (b >= 0x20) & (b != b'"') & (b != b'\\'));
    let passed = bytes.chunks_exact(BLOCK).take_while(is_plain).count() * BLOCK;
    let rest = &bytes[passed..];
    rest.iter().position(|&byte| ESCAPES[byte as usize] != 0).map(|at| passed + at)
}

fn utf16_len(bytes: &[u8]) -> i64 {
    // Each character counts once at its first byte, those of four bytes twice.
    bytes.iter().map(|&b| i64::from(b & 0xC0 != 0x80) + i64::from(b >= 0xF0)).sum()
}

#[inline]
fn push_vlq(out: &mut Vec<u8>, value: i64) {
    let mut rest = (value.unsigned_abs() << 1) | u64::from(value < 0);
    while rest > 31 {
        out.push(VLQ[(rest & 31 | 32) as usize]);
        rest >>= 5;
    }
    out.push(VLQ[rest as usize]);
}

/// A JavaScript string literal, for callers outside of the crate.
pub fn js_string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    push_string(&mut out, text);
    out
}

#[cfg(test)]
mod tests {
    use nexxo_base::index::Idx;
    use nexxo_base::source_map::{InputMapping, InputSource as InputSourceOfMap};

    use super::*;

    #[test]
    fn vlq_and_columns() {
        let mut text = Vec::new();
        for value in [0, 1, -1, 16, -16, 1000] {
            push_vlq(&mut text, value);
            text.push(b' ');
        }
        assert_eq!(text, b"A C D gB hB w+B ");
        assert_eq!(utf16_len("a😀é".as_bytes()), 4);
    }

    #[test]
    fn a_map_names_what_it_maps() {
        let names = [Box::from("orig")];
        let mapping = |offset, line, column, name| OutMapping { offset, module: ModuleIdx(7), line, column, name };
        let shape = MapShape { contents: true, root: None, seams: false };
        let json = encode_map("a;\nbb;", &[mapping(0, 0, 0, 0), mapping(3, 1, 4, 1)], &shape, Cores::default(), |_| {
            MapSource { path: "../a\"b.ts", content: Some("x\ty"), names: &names, input: None }
        });
        assert_eq!(
            json,
            "{\"version\":3,\"sources\":[\"../a\\\"b.ts\"],\"sourcesContent\":[\"x\\ty\"],\"names\":[\"orig\"],\"mappings\":\"AAAA;AACIA\"}\n"
        );
    }

    #[test]
    fn runs_lead_where_their_mappings_do() {
        const SOURCES: [&str; 3] = ["a.ts", "b.ts", "c.ts"];
        let names: Vec<Box<str>> = (0..7).map(|i| format!("name{i}").into()).collect();
        let code = "let é=1;x\n".repeat(400);
        let mapping = |i: u32| OutMapping {
            offset: i * 3,
            module: ModuleIdx(i / 100 % 4),
            line: i / 5 % 50,
            column: i % 3,
            name: if i.is_multiple_of(11) { i % 7 + 1 } else { 0 },
        };
        let mappings: Vec<OutMapping> = (0..1200).map(mapping).collect();
        // The text of the last module came with a map: two sources, names, and places that come from nowhere.
        let inner = |line: u32| InputMapping {
            line,
            column: 0,
            source: line % 3,
            source_line: 100 + line,
            source_column: line % 2,
            name: u32::from(line.is_multiple_of(4)),
        };
        let source = |path: &str| InputSourceOfMap { path: path.into(), content: None, ignored: false };
        let input = InputMap {
            sources: [source("x.ts"), source("b.ts")].into(),
            names: ["inner".into()].into(),
            mappings: (0..50).map(inner).collect(),
        };
        let spelled = [("x.ts".to_owned(), None), ("b.ts".to_owned(), None)];
        let json = encode_map(
            &code,
            &mappings,
            &MapShape { contents: false, root: None, seams: false },
            Cores::default(),
            |it| {
                let input = (it.0 == 3).then_some((&input, &spelled[..]));
                MapSource { path: SOURCES.get(it.index()).unwrap_or(&""), content: None, names: &names, input }
            },
        );
        let map: serde_json::Value = serde_json::from_str(&json).unwrap();
        let text = |list: &str, i: i64| map[list][i as usize].as_str().unwrap().to_owned();
        assert_eq!(map["sources"].as_array().unwrap().len(), 4, "each source once");
        let mut links = decode(map["mappings"].as_str().unwrap()).into_iter().peekable();
        let mut place = Place::new(code.as_bytes());
        let (mut line, mut before) = (0, None);
        for it in &mappings {
            let new_lines = place.go_to(it.offset as usize);
            line += new_lines;
            before = before.filter(|_| new_lines == 0);
            let own = |name: u32| name.checked_sub(1).map(|i| names[i as usize].to_string());
            let origin = match it.module.0 {
                3 => input.find(it.line, it.column).map(|inner| {
                    let name = match (inner.line, inner.column) == (it.line, it.column) {
                        true if inner.name == 1 => Some("inner".to_owned()),
                        true => own(it.name),
                        false => None,
                    };
                    let path = input.sources[inner.source as usize - 1].path.to_string();
                    (path, inner.source_line, inner.source_column, name)
                }),
                module => Some((SOURCES[module as usize].to_owned(), it.line, it.column, own(it.name))),
            };
            let is_new = before.as_ref().map_or(origin.is_some(), |before| *before != origin);
            if !is_new {
                continue;
            }
            before = Some(origin.clone());
            let (at, found) = links.next().unwrap();
            assert_eq!(at, (line, place.column));
            let found = found.map(|[source, line, column, name]| {
                let name = (name >= 0).then(|| text("names", name));
                (text("sources", source), line as u32, column as u32, name)
            });
            assert_eq!(found, origin);
        }
        assert_eq!(links.next(), None);
    }

    /// Line and column, and what is linked: source, line, column and name (-1 for none).
    type Link = ((usize, i64), Option<[i64; 4]>);

    /// The links of a map.
    fn decode(vlq: &str) -> Vec<Link> {
        const DIGITS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let (mut last, mut links) = ([0; 4], Vec::new());
        for (number, line) in vlq.split(';').enumerate() {
            let mut column = 0;
            for segment in line.split(',').filter(|it| !it.is_empty()) {
                let (mut fields, mut value, mut shift) = (Vec::new(), 0, 0);
                for digit in segment.chars().map(|c| DIGITS.find(c).unwrap() as i64) {
                    value |= (digit & 31) << shift;
                    shift += 5;
                    if digit & 32 == 0 {
                        fields.push(if value & 1 == 1 { -(value >> 1) } else { value >> 1 });
                        (value, shift) = (0, 0);
                    }
                }
                column += fields[0];
                fields[1..].iter().zip(&mut last).for_each(|(delta, last)| *last += delta);
                let origin = [last[0], last[1], last[2], if fields.len() > 4 { last[3] } else { -1 }];
                links.push(((number, column), (fields.len() > 1).then_some(origin)));
            }
        }
        links
    }

    #[test]
    fn json_strings_are_escaped_wherever_they_need_it() {
        for at in 0..40 {
            for (raw, escaped) in [("\n", "\\n"), ("\"", "\\\""), ("\\", "\\\\"), ("\u{1}", "\\u0001"), ("é", "é")] {
                let (before, after) = ("a".repeat(at), "b".repeat(40 - at));
                assert_eq!(json_string(&format!("{before}{raw}{after}")), format!("\"{before}{escaped}{after}\""));
            }
        }
    }
}
