//! The import records of a stylesheet.

use nexxo_base::module::{ImportKind, ImportRecord, RecordIdx};
use nexxo_base::{BitSet, Idx, Map, Span};

use super::scan::{Reference, Role};
use crate::asset::is_file_url;

/// All records that the text may have, before it is known which of them are printed.
pub(super) struct Records {
    list: Vec<ImportRecord>,
    spans: Vec<Span>,
    by_url: Map<(ImportKind, String), RecordIdx>,
}

impl Records {
    /// The records of what was found, in its order.
    pub(super) fn new<'r>(references: impl Iterator<Item = &'r Reference>) -> Self {
        let mut records = Self { list: Vec::new(), spans: Vec::new(), by_url: Map::default() };
        for reference in references.filter(|reference| is_file_url(&reference.url)) {
            let kind = kind_of(reference.role);
            let next = RecordIdx::new(records.list.len());
            if *records.by_url.entry((kind, reference.url.clone())).or_insert(next) == next {
                records.list.push(ImportRecord::new(reference.url.as_str(), kind));
                records.spans.push(reference.span);
            }
        }
        records
    }

    /// The record of that kind for `url`; `None` when it refers to no file.
    pub(super) fn get(&self, kind: ImportKind, url: &str) -> Option<RecordIdx> {
        self.by_url.get(&(kind, url.to_owned())).copied()
    }

    /// The record of `reference`; `None` when it refers to no file.
    pub(super) fn of(&self, reference: &Reference) -> Option<RecordIdx> {
        self.get(kind_of(reference.role), &reference.url)
    }

    /// Number of records.
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// How record `record` was written.
    pub(super) fn specifier(&self, record: RecordIdx) -> &str {
        &self.list[record.index()].specifier
    }

    /// Only those in `used`, which a rule that was dropped or merged may leave out.
    pub(super) fn keep(&self, used: impl Iterator<Item = RecordIdx>) -> Kept {
        let mut set = BitSet::new(self.list.len());
        used.for_each(|record| {
            set.insert(record.index());
        });
        let mut kept = Kept { records: Vec::new(), spans: Vec::new(), numbers: vec![RecordIdx(0); self.list.len()] };
        for old in set.iter() {
            kept.numbers[old] = RecordIdx::new(kept.records.len());
            kept.records.push(self.list[old].clone());
            kept.spans.push(self.spans[old]);
        }
        kept
    }
}

/// The records that are used, with new numbers.
pub(super) struct Kept {
    pub(super) records: Vec<ImportRecord>,
    pub(super) spans: Vec<Span>,
    numbers: Vec<RecordIdx>,
}

impl Kept {
    /// Gives a used record its new number.
    pub(super) fn renumber(&self, record: &mut RecordIdx) {
        *record = self.numbers[record.index()];
    }
}

fn kind_of(role: Role) -> ImportKind {
    match role {
        Role::Url | Role::ImageString => ImportKind::CssUrl,
        Role::Import => ImportKind::CssImport,
        Role::Composes => ImportKind::Import,
    }
}
