//! A compiled module with its names cut out: what `syntax` prints once and `render` fills for each chunk.

use serde::{Deserialize, Serialize};

use crate::define_index;
use crate::fingerprint::Fingerprint;
use crate::module::{MemberIdx, RecordIdx, SymbolIdx};
pub use crate::packed::{Mappings, MappingsWriter};

define_index!(
    /// A nested name slot of one module (minifying only): what two nested symbols share when neither sees the other.
    NestedIdx
);

/// What stands in a slot.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum SlotKind {
    /// A read of a top-level symbol.
    Reference(SymbolIdx),
    /// A top-level symbol as the callee of a call or the tag of a template: a member access must not become `this`.
    Callee(SymbolIdx),
    /// The value of a shorthand property named like the symbol: `foo`, or `foo: other`.
    Shorthand(SymbolIdx),
    /// A declaration of, or an assignment to, a top-level symbol.
    Binding(SymbolIdx),
    /// `ns.foo`.
    Member(MemberIdx),
    /// `ns.foo` as a callee.
    MemberCallee(MemberIdx),
    /// A nested symbol, anywhere.
    Nested(NestedIdx),
    /// The whole call `require("…")`.
    Require(RecordIdx),
    /// The whole call `require("…")` inside the callee of `new`, where it needs parentheses.
    RequireInNew(RecordIdx),
    /// The whole call `require.resolve("…")`.
    RequireResolve(RecordIdx),
    /// `require` when it is not called with a constant.
    FreeRequire,
    /// The whole expression `import("…")`.
    DynamicImport(RecordIdx),
    /// The whole expression `new URL("…", import.meta.url)`.
    Url(RecordIdx),
    /// `import.meta.url`.
    MetaUrl,
    /// `import.meta.dirname`, and `__dirname` in CommonJS.
    MetaDirname,
    /// `import.meta.filename`, and `__filename` in CommonJS.
    MetaFilename,
    /// `import.meta.main`.
    MetaMain,
    /// `import.meta.resolve`.
    MetaResolve,
    /// `import.meta` of which a property of another name is asked.
    MetaOther,
    /// `import.meta` used in any other way.
    Meta,
    /// The helper that tells a function or class its name.
    KeepName,
    /// The helper that gives what `import` sees of a CommonJS module.
    ToEsm,
    /// The URL of the asset that this module stands for, as a string literal.
    AssetUrl,
}

/// A hole in a template's text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Slot {
    /// Byte offset in the text before which the slot's own text goes.
    pub offset: u32,
    /// What goes there.
    pub kind: SlotKind,
}

/// Where one statement ends in the lists of its [`Template`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct StatementRange {
    /// End in `text`. A statement's text is complete: it ends in `;`, `}` or a line break.
    pub text_end: u32,
    /// End in `slots`.
    pub slots_end: u32,
    /// End of its run in `mappings`.
    pub mappings_end: u32,
    /// Bytes of its declaration keyword with the space after it (`const `), 0 when it has none.
    pub head: u8,
    /// Whether what it declares is a pattern, which needs parentheses as an assignment.
    pub pattern: bool,
    /// Whether a declarator without initialiser (`var x;`).
    pub uninitialised: bool,
}

/// A link from the text to the source. Both positions are the start of a token. Two at the slot of a member access are for
/// the object and for the name.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Mapping {
    /// Byte offset in the template's text. A mapping at a slot's offset belongs to the slot when `on_slot`.
    pub offset: u32,
    /// Line of the source, from 0.
    pub line: u32,
    /// Column in UTF-16 units, from 0.
    pub column: u32,
    /// Index into the template's `names` plus one; 0 for none.
    pub name: u32,
    /// How many slots stand before this mapping in the template.
    pub slots_before: u32,
}

/// A compiled module with its names cut out.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Template {
    /// Printed code of all top-level statements without the slots.
    pub text: Box<str>,
    /// Slots by offset.
    pub slots: Box<[Slot]>,
    /// One for each statement of the module's statement table, in the same order.
    pub statements: Box<[StatementRange]>,
    /// Mappings in text order, a run for each statement; empty when source maps are off.
    pub mappings: Mappings,
    /// Original names of renamed tokens.
    pub names: Box<[Box<str>]>,
    /// `#!…` without the line break.
    pub hashbang: Option<Box<str>>,
    /// Directives of the file (`"use client"`), with their quotes; `use strict` only for CommonJS.
    pub directives: Box<[Box<str>]>,
    /// Comments that must survive (licences), printed whether or not their statement does.
    pub legal_comments: Box<[Box<str>]>,
    /// CommonJS only: which of the wrapper's parameters the module mentions.
    pub uses_exports: bool,
    /// See `uses_exports`.
    pub uses_module: bool,
    /// Nested names are slots. In CommonJS the first two nested slots are then `exports` and `module`.
    pub has_nested_names: bool,
}

impl Template {
    /// Whether the file says that it is strict code.
    pub fn is_strict(&self) -> bool {
        self.directives.iter().any(|it| it.get(1..it.len().saturating_sub(1)) == Some("use strict"))
    }

    /// What it is without its text and what belongs to places in that.
    #[must_use]
    pub fn frame(&self) -> Self {
        let nowhere = |range: &StatementRange| StatementRange { text_end: 0, mappings_end: 0, ..*range };
        Self {
            text: Box::default(),
            slots: self.slots.iter().map(|slot| Slot { offset: 0, ..*slot }).collect(),
            statements: self.statements.iter().map(nowhere).collect(),
            mappings: Mappings::default(),
            names: Box::default(),
            hashbang: self.hashbang.clone(),
            directives: self.directives.clone(),
            legal_comments: self.legal_comments.clone(),
            ..*self
        }
    }

    /// The fingerprint of the whole.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of_hash(self)
    }
}

/// A compiled style sheet with its URLs cut out.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct StyleTemplate {
    /// Printed CSS without `@import` rules and without the URLs in slots.
    pub text: Box<str>,
    /// Where URLs go, by offset. There are no quotes in the text.
    pub slots: Box<[StyleSlot]>,
    /// `@layer` statements that must stand before the imported sheets.
    pub layers: Box<str>,
    /// The `@import` rules in source order.
    pub imports: Box<[StyleImport]>,
    /// What is left of the text when all but its named layers and their conditions goes.
    pub declared: Box<str>,
    /// Whether a layer in the text has no name, so that a copy of the text has a layer of its own.
    pub has_anonymous_layers: bool,
    /// The start of each rule in the text, in one run; empty when source maps are off.
    pub mappings: Mappings,
}

/// A hole in a style sheet for a URL.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct StyleSlot {
    /// Byte offset in the text before which the URL goes.
    pub offset: u32,
    /// Whose URL.
    pub record: RecordIdx,
    /// It must be a quoted string; otherwise it stands in `url()`, where quotes may be left out.
    pub string: bool,
}

/// One `@import` rule.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct StyleImport {
    /// What is imported.
    pub target: StyleImportTarget,
    /// The conditions under which it holds, `@media …` and `@supports …`, outermost first. None for a URL.
    pub conditions: Box<[Box<str>]>,
    /// The layer that it goes into; without a name it is empty. None for a URL.
    pub layer: Option<Box<str>>,
}

/// What an `@import` rule leads to.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum StyleImportTarget {
    /// A file.
    Record(RecordIdx),
    /// A URL outside the bundle: the whole rule, which stays one.
    Url(Box<str>),
}
