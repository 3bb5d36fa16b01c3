//! What one module comes to in a chunk, written apart from the others.

use std::ops::Range;
use std::sync::Arc;

use nexxo_base::source_map::InputMap;
use nexxo_base::template::Template;
use nexxo_link::ModuleIdx;

use crate::map::Run;
use crate::output::{OutMapping, Output};
use crate::seams::Filling;

/// How the links of a chunk's text to its sources are wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Links {
    /// Not at all.
    None,
    /// Encoded for a map.
    Runs,
    /// One by one: the text is to be replaced.
    Mappings,
}

/// A module's statements with the wrapper around them. As long as all else that a chunk is rendered from is the same, it can
/// stand in for what its template comes to.
#[derive(Debug)]
pub struct Piece {
    /// What it was made of.
    template: Option<Arc<Template>>,
    /// The map that the module's text came with.
    input_map: Option<Arc<InputMap>>,
    pub(crate) out: Output,
    /// What stands in its slots, where that was noted and it has no wrapper.
    pub(crate) filling: Option<Arc<Filling>>,
    run: Run,
}

impl Piece {
    pub(crate) fn new(
        mut out: Output,
        filling: Option<Filling>,
        template: Option<&Arc<Template>>,
        input_map: Option<&Arc<InputMap>>,
        links: Links,
    ) -> Self {
        let names = template.map(|it| &*it.names).unwrap_or_default();
        let run = match links {
            Links::Runs => Run::encode(&out.code, 0, &out.mappings, names, input_map.map(|it| &**it)),
            Links::None | Links::Mappings => Run::default(),
        };
        if links != Links::Mappings {
            out.mappings = Vec::new();
        }
        Self { template: template.cloned(), input_map: input_map.cloned(), out, filling: filling.map(Arc::new), run }
    }

    /// Whether it was made of these.
    pub(crate) fn is_of(&self, template: Option<&Arc<Template>>, input_map: Option<&Arc<InputMap>>) -> bool {
        is_same(self.template.as_ref(), template) && is_same(self.input_map.as_ref(), input_map)
    }
}

fn is_same<T>(a: Option<&Arc<T>>, b: Option<&Arc<T>>) -> bool {
    a.map(Arc::as_ptr) == b.map(Arc::as_ptr)
}

/// A piece in the text of its chunk.
#[derive(Clone, Debug)]
pub struct Placed {
    /// Its module.
    pub module: ModuleIdx,
    /// Where it begins.
    pub(crate) offset: u32,
    /// The piece.
    pub piece: Arc<Piece>,
}

impl Placed {
    /// Where it is.
    pub(crate) fn place(&self) -> Range<usize> {
        let start = self.offset as usize;
        start..start + self.piece.out.code.len()
    }

    /// The links of its text, and where in the chunk's that begins; `None` where it has no links.
    pub fn run(&self) -> Option<(usize, &Run)> {
        (!self.piece.run.is_empty()).then_some((self.offset as usize, &self.piece.run))
    }

    /// Its links, one by one, where they are kept so.
    pub fn mappings(&self) -> impl Iterator<Item = OutMapping> {
        let moved = |it: &OutMapping| OutMapping { offset: self.offset + it.offset, ..*it };
        self.piece.out.mappings.iter().map(moved)
    }
}
