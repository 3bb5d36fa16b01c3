//! One file a question.
#![expect(clippy::disallowed_types, reason = "the protocol's own type")]

pub(crate) mod actions;
pub(crate) mod code;
pub(crate) mod completion;
pub(crate) mod definition;
pub(crate) mod diagnostics;
pub(crate) mod hints;
pub(crate) mod hover;
pub(crate) mod importers;
pub(crate) mod lenses;
pub(crate) mod links;
pub(crate) mod moves;
pub(crate) mod rename;
pub(crate) mod status;
pub(crate) mod ways;

use std::collections::HashMap;
use std::path::Path;

use lsp_types::{Location, Position, Range, TextEdit, Uri, WorkspaceEdit};
use nexxo_base::Span;
use nexxo_db::{ClassPlace, Edit, Engine, Reference};

use crate::places::{path_of, uri_of};
use crate::positions::{Encoding, offset_at, range_of};
use crate::workspace::Workspace;

/// Asks the engine of a file's project about the file. Nothing for what is no file or belongs to no project.
async fn ask<R: Send + 'static>(
    workspace: &Workspace,
    uri: &Uri,
    question: impl Fn(&Engine, &Path) -> R + Send + Sync + 'static,
) -> Option<R> {
    let path = path_of(uri)?;
    let answer = workspace.session(&path)?.ask(move |engine| question(engine, &path));
    answer.await
}

/// The specifier at a position, its quotes included.
fn reference_at(engine: &Engine, path: &Path, position: Position, encoding: Encoding) -> Option<Reference> {
    let (text, _) = engine.text(path)?;
    let offset = offset_at(&text, position, encoding);
    engine.references(path).into_iter().find(|it| it.span.start <= offset + 1 && offset <= it.span.end + 1)
}

/// The name of a CSS Modules sheet at a position.
fn class_at(engine: &Engine, path: &Path, position: Position, encoding: Encoding) -> Option<ClassPlace> {
    let (text, _) = engine.text(path)?;
    engine.class_at(path, offset_at(&text, position, encoding))
}

/// A place in a file as the engine knows it.
fn location(engine: &Engine, path: &Path, span: Span, encoding: Encoding) -> Option<Location> {
    let range = engine.text(path).map_or_else(Range::default, |(text, _)| range_of(&text, span, encoding));
    Some(Location { uri: uri_of(path)?, range })
}

/// The start of a file.
fn start_of(path: &Path) -> Option<Location> {
    Some(Location { uri: uri_of(path)?, range: Range::default() })
}

/// Edits of files as the protocol has them; nothing where there are none.
fn workspace_edit(engine: &Engine, edits: Vec<Edit>, encoding: Encoding) -> Option<WorkspaceEdit> {
    let mut changes: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
    for edit in edits {
        if let (Some(uri), Some((text, _))) = (uri_of(&edit.path), engine.text(&edit.path)) {
            let edit = TextEdit { range: range_of(&text, edit.span, encoding), new_text: edit.text };
            changes.entry(uri).or_default().push(edit);
        }
    }
    (!changes.is_empty()).then(|| WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() })
}

/// Bytes, as people read them.
fn bytes(number: u64) -> String {
    match number {
        0..1000 => format!("{number} B"),
        1000..1_000_000 => format!("{:.1} kB", number as f64 / 1000.0),
        _ => format!("{:.2} MB", number as f64 / 1_000_000.0),
    }
}
