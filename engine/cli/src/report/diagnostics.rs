//! Diagnostics as text with code frames, and as JSON.

use std::sync::Arc;

use annotate_snippets::{Annotation, AnnotationKind, Element, Level, Origin, Renderer, Snippet};
use nexxo_base::diagnostic::{Label, SourceFile};
use nexxo_base::{Diagnostic, LineIndex, Severity, Span};
use serde::Serialize;

/// Lines longer than this many characters are cropped in a code frame. A guess: what a wide terminal shows.
const LINE_LIMIT: usize = 120;
/// How much of a cropped line is shown before the place it is about.
const LINE_LEAD: usize = 40;
/// Lines shown before and after the one a diagnostic is about.
const CONTEXT_LINES: u32 = 1;
/// A span over more lines than this is shown by its first line alone.
const SPAN_LINES: u32 = 4;
/// Places in one file that are at most this many lines apart share a frame.
const FRAME_LINES: u32 = 8;

/// The diagnostic as it is shown on a terminal, without a line break at its end.
pub(crate) fn render(diagnostic: &Diagnostic, colors: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
        Severity::Hint => Level::NOTE.with_name("hint"),
    };
    let mut elements: Vec<Element<'_>> = Vec::new();
    let mut headings = Vec::new();
    for frame in frames(diagnostic) {
        let (snippet, heading) = frame.into_snippet();
        elements.push(snippet.into());
        headings.push(heading);
    }
    if diagnostic.primary.is_none()
        && let Some(path) = &diagnostic.path
    {
        elements.insert(0, Origin::path(&**path).into());
    }
    elements.extend(diagnostic.notes.iter().map(|note| Level::NOTE.message(note.as_str()).into()));
    elements.extend(diagnostic.help.iter().map(|help| Level::HELP.message(help.as_str()).into()));
    let group = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.as_str()).elements(elements);
    let renderer = if colors { Renderer::styled() } else { Renderer::plain() };
    let text = renderer.render(&[group]);
    // The renderer counts columns in what it is given, where long lines are cropped, and in characters.
    headings.into_iter().fold(
        text,
        |text, Heading { guessed, right }| {
            if guessed == right { text } else { text.replacen(&guessed, &right, 1) }
        },
    )
}

/// The name of a frame, as the renderer works it out and as it is.
struct Heading {
    guessed: String,
    right: String,
}

/// One stretch of a file with the places in it that are pointed at, the first of which names the whole.
struct Frame<'d> {
    file: &'d Arc<SourceFile>,
    index: LineIndex,
    labels: Vec<(&'d Label, AnnotationKind)>,
    first: u32,
    last: u32,
}

/// The frames of a diagnostic: its own place first.
fn frames(diagnostic: &Diagnostic) -> Vec<Frame<'_>> {
    let mut frames: Vec<Frame<'_>> = Vec::new();
    let primary = diagnostic.primary.iter().map(|label| (label, AnnotationKind::Primary));
    let related = diagnostic.related.iter().map(|label| (label, AnnotationKind::Context));
    for (label, kind) in primary.chain(related) {
        let line_of = |frame: &Frame<'_>| frame.index.position(&label.file.text, label.span.start).line;
        let near = frames.iter_mut().find(|frame| {
            let same = Arc::ptr_eq(frame.file, &label.file) || **frame.file == *label.file;
            same && line_of(frame) + FRAME_LINES > frame.first && line_of(frame) < frame.last + FRAME_LINES
        });
        match near {
            Some(frame) => {
                let (start, end) = frame.lines(label);
                (frame.first, frame.last) = (frame.first.min(start), frame.last.max(end));
                frame.labels.push((label, kind));
            }
            None => {
                let index = LineIndex::new(&label.file.text);
                let mut frame = Frame { file: &label.file, index, labels: vec![(label, kind)], first: 0, last: 0 };
                (frame.first, frame.last) = frame.lines(label);
                frames.push(frame);
            }
        }
    }
    frames
}

impl<'d> Frame<'d> {
    /// First and last line of a label; the first alone if there are too many.
    fn lines(&self, label: &Label) -> (u32, u32) {
        let line = |offset: u32| self.index.position(&self.file.text, offset).line;
        let (start, end) = (line(label.span.start), line(label.span.end.max(label.span.start + 1) - 1));
        if end - start < SPAN_LINES { (start, end) } else { (start, start) }
    }

    fn into_snippet(self) -> (Snippet<'d, Annotation<'d>>, Heading) {
        let excerpt = Excerpt::new(&self);
        let annotations = self.labels.iter().map(|(label, kind)| {
            let text = Some(label.message.as_str()).filter(|message| !message.is_empty());
            kind.span(excerpt.range(label.span)).label(text)
        });
        let annotations: Vec<_> = annotations.collect();
        let primary = self.labels.iter().find(|(_, kind)| *kind == AnnotationKind::Primary);
        let named = primary.or_else(|| self.labels.iter().min_by_key(|(label, _)| label.span.start));
        let start = named.map_or(0, |(label, _)| label.span.start);
        let (path, place) = (&*self.file.path, self.index.position(&self.file.text, start));
        let heading = |column| format!(" {path}:{}:{column}", place.line + 1);
        let heading =
            Heading { guessed: heading(excerpt.column(start as usize)), right: heading(place.column as usize + 1) };
        let snippet = Snippet::source(excerpt.text).path(path).line_start(excerpt.line_start).fold(false);
        (snippet.annotations(annotations), heading)
    }
}

/// The lines of a frame, long ones cropped, and where their bytes went.
struct Excerpt {
    text: String,
    line_start: usize,
    /// Of each line: the range of the source that is shown, and where it starts in `text`.
    pieces: Vec<(std::ops::Range<usize>, usize)>,
}

impl Excerpt {
    fn new(frame: &Frame<'_>) -> Self {
        let (source, index) = (&*frame.file.text, &frame.index);
        let first = frame.first.saturating_sub(CONTEXT_LINES);
        let last = (frame.last + CONTEXT_LINES).min(index.len() as u32 - 1);
        let mut excerpt = Self { text: String::new(), line_start: first as usize + 1, pieces: Vec::new() };
        for line in first..=last {
            let start = index.line_start(line) as usize;
            let whole = start..start + index.line_text(source, line).len();
            // An empty last line says nothing unless it is pointed at.
            if whole.is_empty() && line == last && line > frame.last {
                break;
            }
            let starts = frame.labels.iter().map(|(label, _)| label.span.start as usize);
            let focus = starts.filter(|at| whole.contains(at)).min().unwrap_or(whole.start);
            let piece = crop(source, whole.clone(), focus);
            if line > first {
                excerpt.text.push('\n');
            }
            if piece.start > whole.start {
                excerpt.text.push('…');
            }
            excerpt.pieces.push((piece.clone(), excerpt.text.len()));
            excerpt.text.push_str(&source[piece.clone()]);
            if piece.end < whole.end {
                excerpt.text.push('…');
            }
        }
        excerpt
    }

    /// Where a span of the source went, cut to what is shown.
    fn range(&self, span: Span) -> std::ops::Range<usize> {
        let start = self.offset(span.start as usize);
        start..self.offset(span.end as usize).max(start)
    }

    fn offset(&self, at: usize) -> usize {
        let line = self.pieces.partition_point(|(piece, _)| piece.start <= at).saturating_sub(1);
        let Some((piece, start)) = self.pieces.get(line) else { return 0 };
        let mut inside = at.clamp(piece.start, piece.end) - piece.start;
        let shown = &self.text[*start..];
        while !shown.is_char_boundary(inside) {
            inside -= 1;
        }
        start + inside
    }

    /// The column of a byte of the source in what is shown, in characters from 1.
    fn column(&self, at: usize) -> usize {
        let before = &self.text[..self.offset(at)];
        before[before.rfind('\n').map_or(0, |end| end + 1)..].chars().count() + 1
    }
}

/// The part of a line that is shown.
fn crop(source: &str, line: std::ops::Range<usize>, focus: usize) -> std::ops::Range<usize> {
    let text = &source[line.clone()];
    let Some(_) = text.char_indices().nth(LINE_LIMIT) else { return line };
    let mut focus = focus - line.start;
    while !text.is_char_boundary(focus) {
        focus -= 1;
    }
    let start = text[..focus].char_indices().rev().take(LINE_LEAD).last().map_or(focus, |(at, _)| at);
    let end = text[start..].char_indices().nth(LINE_LIMIT).map_or(text.len(), |(at, _)| start + at);
    line.start + start..line.start + end
}

/// A diagnostic for programs. Lines and columns count from 1, columns in UTF-16 units.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Json<'d> {
    code: &'static str,
    severity: Severity,
    message: &'d str,
    #[serde(flatten)]
    place: JsonPlace<'d>,
    labels: Vec<JsonLabel<'d>>,
    notes: &'d [String],
    help: Option<&'d str>,
}

#[derive(Serialize, Default)]
#[serde(rename_all = "camelCase")]
pub(super) struct JsonPlace<'d> {
    pub(super) file: Option<&'d str>,
    pub(super) line: Option<u32>,
    pub(super) column: Option<u32>,
    pub(super) end_line: Option<u32>,
    pub(super) end_column: Option<u32>,
}

#[derive(Serialize)]
struct JsonLabel<'d> {
    message: &'d str,
    #[serde(flatten)]
    place: JsonPlace<'d>,
}

/// The diagnostic as one JSON object in one line.
pub(crate) fn to_json(diagnostic: &Diagnostic) -> String {
    let place = place_of(diagnostic);
    let labels = diagnostic.primary.iter().chain(&diagnostic.related);
    let json = Json {
        code: diagnostic.code.as_str(),
        severity: diagnostic.severity,
        message: &diagnostic.message,
        place,
        labels: labels.map(|label| JsonLabel { message: &label.message, place: self::place(label) }).collect(),
        notes: &diagnostic.notes,
        help: diagnostic.help.as_deref(),
    };
    // Strings and numbers cannot fail to be written.
    serde_json::to_string(&json).unwrap_or_default()
}

/// Where a diagnostic is.
pub(super) fn place_of(diagnostic: &Diagnostic) -> JsonPlace<'_> {
    match &diagnostic.primary {
        Some(label) => place(label),
        None => JsonPlace { file: diagnostic.path.as_deref(), ..JsonPlace::default() },
    }
}

fn place(label: &Label) -> JsonPlace<'_> {
    let index = LineIndex::new(&label.file.text);
    let start = index.position(&label.file.text, label.span.start);
    let end = index.position(&label.file.text, label.span.end);
    JsonPlace {
        file: Some(&label.file.path),
        line: Some(start.line + 1),
        column: Some(start.column + 1),
        end_line: Some(end.line + 1),
        end_column: Some(end.column + 1),
    }
}

#[cfg(test)]
#[path = "diagnostics_tests.rs"]
mod tests;
