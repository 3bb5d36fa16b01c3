//! How a chunk was put together, for putting another piece in the place of one later: that of a module whose text is another
//! now, while nothing is that linking knows of it.

use std::ops::Range;
use std::sync::Arc;

use nexxo_base::index::Idx;
use nexxo_base::module::{Constant, StatementIdx, StatementTable};
use nexxo_base::template::Template;
use nexxo_link::ModuleIdx;
use serde::{Deserialize, Serialize};

use crate::fill::fill_statements;
use crate::literal::push_constant;
use crate::map::{MapSeams, Run};
use crate::output::{Output, Reference};
use crate::piece::Placed;
use crate::script::RenderedChunk;

/// What linking put into the live statements of a module that stand in the scope of their chunk.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Filling {
    live: Vec<StatementIdx>,
    /// For each slot of those how many bytes of text it got, or that it is a constant.
    fills: Vec<u32>,
    /// The texts, one after the other.
    texts: String,
    /// The constants in order: they are spelled as what stands around them allows.
    constants: Vec<Constant>,
    /// Where the texts name other chunks, by the number of their slot, counted from the text's start.
    references: Vec<(u32, Reference)>,
}

/// Stands for the length of a constant.
const CONSTANT: u32 = u32::MAX;

impl Filling {
    /// Notes what was written into a slot from `at` on: bytes and references.
    pub(crate) fn note(&mut self, out: &Output, at: (usize, usize), constant: Option<&Constant>) {
        if let Some(constant) = constant {
            self.constants.push(constant.clone());
            return self.fills.push(CONSTANT);
        }
        let text = &out.code[at.0..];
        let inside = |it: &Reference| (self.fills.len() as u32, Reference { offset: it.offset - at.0 as u32, ..*it });
        self.references.extend(out.references[at.1..].iter().map(inside));
        self.fills.push(text.len() as u32);
        self.texts.push_str(text);
    }

    /// What was noted is of these statements.
    pub(crate) fn of(self, live: Vec<StatementIdx>) -> Self {
        Self { live, ..self }
    }

    /// Writes the statements of another template with the same slots. `None` where it has others.
    fn write(&self, template: &Template, table: &StatementTable, minify: bool, module: ModuleIdx) -> Option<Output> {
        if self.live.iter().any(|it| it.index() >= template.statements.len().min(table.len())) {
            return None;
        }
        let mut out = Output::with_capacity(template.text.len(), template.mappings.len());
        let (mut texts, mut number, mut is_whole) = (self.texts.as_str(), 0, true);
        let mut constants = self.constants.iter();
        let mut references = self.references.iter().peekable();
        fill_statements(&mut out, template, (table, &self.live), minify, module, |out, _, rest| {
            let at = out.code.len() as u32;
            match self.fills.get(number) {
                Some(&CONSTANT) if let Some(value) = constants.next() => {
                    push_constant(&mut out.code, value, rest, minify);
                }
                Some(&bytes) if let Some((text, others)) = texts.split_at_checked(bytes as usize) => {
                    texts = others;
                    out.push(text);
                }
                _ => is_whole = false,
            }
            while let Some((_, it)) = references.next_if(|(fill, _)| *fill as usize == number) {
                out.references.push(Reference { offset: at + it.offset, ..*it });
            }
            number += 1;
        });
        (is_whole && number == self.fills.len()).then_some(out)
    }
}

/// A piece in its chunk.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Seam {
    module: ModuleIdx,
    place: Range<usize>,
    filling: Option<Arc<Filling>>,
    /// Its number among the runs of the map, if it is there.
    run: Option<usize>,
}

/// How a chunk was put together.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Seams {
    pieces: Vec<Seam>,
    map: Option<MapSeams>,
}

/// What a module has become.
#[derive(Clone, Copy, Debug)]
pub struct Substitute<'s> {
    /// The module.
    pub module: ModuleIdx,
    /// Its code, with the slots that it had.
    pub template: &'s Template,
    /// Its statements, which are what they were.
    pub statements: &'s StatementTable,
    /// Its text, for the map.
    pub source: &'s str,
    /// Whether output is short.
    pub minify: bool,
}

impl Seams {
    /// Of a chunk that consists of these pieces and has this map.
    pub fn new(placed: &[Placed], map: Option<MapSeams>) -> Self {
        let mut runs = 0..;
        let seam = |it: &Placed| Seam {
            module: it.module,
            place: it.place(),
            filling: it.piece.filling.clone(),
            run: it.run().and_then(|_| runs.next()),
        };
        Self { pieces: placed.iter().map(seam).collect(), map }
    }

    /// Puts a module in the place of what it was, in a chunk's text and its map. `None` where that cannot be done, or more would
    /// change; all three are of no use then.
    pub fn exchange(
        &mut self,
        chunk: &mut RenderedChunk,
        map: Option<&mut Vec<u8>>,
        substitute: &Substitute<'_>,
    ) -> Option<()> {
        let Substitute { module, template, statements, source, minify } = *substitute;
        let at = self.pieces.iter().position(|it| it.module == module)?;
        let seam = self.pieces.get_mut(at)?;
        let out = seam.filling.as_ref()?.write(template, statements, minify, module)?;
        let place = seam.place.clone();
        if out.code.is_empty() != place.is_empty() || chunk.code.get(place.clone()).is_none() {
            return None;
        }
        let grown = out.code.len() as isize - place.len() as isize;
        chunk.code.replace_range(place.clone(), &out.code);
        seam.place.end = place.start + out.code.len();
        let run = seam.run;
        for seam in &mut self.pieces[at + 1..] {
            let moved = |offset: usize| offset.checked_add_signed(grown);
            seam.place = moved(seam.place.start)?..moved(seam.place.end)?;
        }
        let inside = |it: &Reference| place.contains(&(it.offset as usize));
        chunk.references.retain(|it| !inside(it));
        for it in chunk.references.iter_mut().filter(|it| it.offset as usize >= place.end) {
            it.offset = it.offset.checked_add_signed(i32::try_from(grown).ok()?)?;
        }
        let moved = |it: &Reference| Reference { offset: it.offset + place.start as u32, ..*it };
        chunk.references.extend(out.references.iter().map(moved));
        chunk.references.sort_unstable_by_key(|it| it.offset);
        let (Some(seams), Some(map)) = (&mut self.map, map) else { return Some(()) };
        let written = Run::encode(&out.code, 0, &out.mappings, &template.names, None);
        let run = match run {
            Some(run) => (run, Some(&written)),
            None if !written.is_empty() => return None,
            None => (self.pieces[..at].iter().filter(|it| it.run.is_some()).count(), None),
        };
        seams.exchange(map, run, &chunk.code, (place.start, grown), (&template.names, source))
    }
}
