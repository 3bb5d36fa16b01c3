//! Diagnostics to the editor, in order, and only where they are others than before.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lsp_types::{
    CodeDescription, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location, NumberOrString, Range,
    Uri,
};
use nexxo_base::diagnostic::Label;
use nexxo_base::{Diagnostic, Severity, Span};
use nexxo_db::{ClosedCycle, Reason, UnusedExport};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};
use tokio::sync::oneshot;
use tower_lsp::Client;

use crate::positions::{Encoding, position_at, range_of};
use crate::requests::of_cycle;

/// What the publisher is told.
pub(crate) enum News {
    /// All diagnostics that a project has now.
    Project(PathBuf, BTreeMap<PathBuf, Vec<lsp_types::Diagnostic>>),
    /// All diagnostics that one file of a project has now.
    File(PathBuf, PathBuf, Vec<lsp_types::Diagnostic>),
    /// A project is gone.
    Closed(PathBuf),
    /// What the editor can do.
    Editor(Abilities),
    /// A project is read from the start.
    Starts(PathBuf),
    /// Something in the state of a project, for who shows it.
    Status(serde_json::Value),
}

/// What an editor can do beside what all can.
#[derive(Clone, Copy, Default)]
pub(crate) struct Abilities {
    /// It asks for lenses again when it is told to.
    pub(crate) asks_again: bool,
    /// It shows that something takes a while.
    pub(crate) shows_progress: bool,
}

/// Tells the publisher.
pub(crate) type Teller = UnboundedSender<News>;

/// A notification of the state of a project: whether it is linked, and how many files and problems it has.
pub(crate) enum Status {}

impl lsp_types::notification::Notification for Status {
    type Params = serde_json::Value;
    const METHOD: &'static str = "nexxo/status";
}

/// Publishes until nobody tells any more.
pub(crate) async fn publish(client: Client, mut inbox: UnboundedReceiver<News>) {
    let mut projects: BTreeMap<PathBuf, BTreeMap<PathBuf, Vec<lsp_types::Diagnostic>>> = BTreeMap::new();
    let mut editor = Abilities::default();
    // Dropping one ends what is shown.
    let mut working = BTreeMap::new();
    let mut starts = 0;
    let mut pages = BTreeMap::new();
    let mut published: BTreeMap<PathBuf, Vec<lsp_types::Diagnostic>> = BTreeMap::new();
    while let Some(news) = inbox.recv().await {
        let touched: BTreeSet<PathBuf> = match news {
            News::Project(root, files) => {
                working.remove(&root);
                let before = projects.insert(root, files).unwrap_or_default();
                before.into_keys().chain(projects.values().flat_map(|files| files.keys().cloned())).collect()
            }
            News::File(root, path, now) => {
                projects.entry(root).or_default().insert(path.clone(), now);
                BTreeSet::from([path])
            }
            News::Closed(root) => {
                working.remove(&root);
                projects.remove(&root).into_iter().flat_map(BTreeMap::into_keys).collect()
            }
            News::Editor(abilities) => {
                editor = abilities;
                continue;
            }
            News::Starts(root) => {
                if editor.shows_progress {
                    starts += 1;
                    working.insert(root, show_progress(client.clone(), starts));
                }
                continue;
            }
            News::Status(status) => {
                let now = (status["tabs"].clone(), status["pending"].clone());
                let is_other = pages.insert(status["root"].to_string(), now.clone()) != Some(now);
                client.send_notification::<Status>(status).await;
                if editor.asks_again && is_other {
                    // An editor that does not answer is not waited for.
                    let client = client.clone();
                    tokio::spawn(async move { client.code_lens_refresh().await });
                }
                continue;
            }
        };
        for path in touched {
            // A file of several projects has the diagnostics of all.
            let mut all: Vec<lsp_types::Diagnostic> = Vec::new();
            for it in projects.values().filter_map(|files| files.get(&path)).flatten() {
                if !all.contains(it) {
                    all.push(it.clone());
                }
            }
            if published.get(&path).map(Vec::as_slice).unwrap_or_default() != all {
                if let Some(uri) = Uri::from_file_path(&path) {
                    client.publish_diagnostics(uri, all.clone(), None).await;
                }
                published.insert(path, all);
            }
        }
    }
}

/// Shows that a project is read, until what is returned is dropped.
fn show_progress(client: Client, number: i32) -> oneshot::Sender<()> {
    let (reading, read) = oneshot::channel();
    tokio::spawn(async move {
        let token = NumberOrString::String(format!("nexxo/{number}"));
        // An editor that does not want it is not shown any.
        if client.create_work_done_progress(token.clone()).await.is_ok() {
            let shown = client.progress(token, "Nexxo reads the project").begin().await;
            _ = read.await;
            shown.finish().await;
        }
    });
    reading
}

/// Diagnostics as the protocol has them.
#[derive(Clone, Debug)]
pub(crate) struct Converter {
    /// What paths in diagnostics are relative to.
    pub(crate) root: PathBuf,
    pub(crate) encoding: Encoding,
}

impl Converter {
    /// By file. Those that belong to no file are shown at `fallback`, if there is such a file.
    pub(crate) fn by_file(
        &self,
        diagnostics: &[Diagnostic],
        fallback: Option<&Path>,
    ) -> BTreeMap<PathBuf, Vec<lsp_types::Diagnostic>> {
        let mut out: BTreeMap<PathBuf, Vec<lsp_types::Diagnostic>> = BTreeMap::new();
        for diagnostic in diagnostics {
            let path = diagnostic.file().map(|file| self.path(file)).or_else(|| fallback.map(Path::to_path_buf));
            if let Some(path) = path {
                out.entry(path).or_default().push(self.diagnostic(diagnostic));
            }
        }
        out
    }

    fn path(&self, shown: &str) -> PathBuf {
        nexxo_base::path::normalize(&self.root.join(shown))
    }

    /// One diagnostic.
    pub(crate) fn diagnostic(&self, it: &Diagnostic) -> lsp_types::Diagnostic {
        let severity = match it.severity {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
            Severity::Info => DiagnosticSeverity::INFORMATION,
        };
        let label = it.primary.as_ref().map(|label| &label.message).filter(|message| !message.is_empty());
        let lines = std::iter::once(&it.message).chain(label).chain(&it.notes).chain(&it.help);
        let lines: Vec<&str> = lines.map(String::as_str).collect();
        let related: Vec<DiagnosticRelatedInformation> = it.related.iter().filter_map(|it| self.related(it)).collect();
        lsp_types::Diagnostic {
            range: it.primary.as_ref().map_or_else(Range::default, |label| self.range(label)),
            severity: Some(severity),
            code: Some(NumberOrString::String(it.code.as_str().into())),
            code_description: it.code.page().parse().ok().map(|href| CodeDescription { href }),
            source: Some("nexxo".into()),
            message: lines.join("\n"),
            related_information: (!related.is_empty()).then_some(related),
            tags: None,
            data: it.fix.as_ref().map(|text| serde_json::json!({ "fix": text })),
        }
    }

    fn related(&self, label: &Label) -> Option<DiagnosticRelatedInformation> {
        let uri = Uri::from_file_path(self.path(&label.file.path))?;
        Some(DiagnosticRelatedInformation {
            location: Location { uri, range: self.range(label) },
            message: label.message.clone(),
        })
    }

    /// A place has at least one character, so that there is something to underline.
    fn range(&self, label: &Label) -> Range {
        let mut range = range_of(&label.file.text, label.span, self.encoding);
        if range.start == range.end {
            let next = label.file.text.get(label.span.end as usize..).and_then(|rest| rest.chars().next());
            let width = next.filter(|c| !matches!(c, '\n' | '\r')).map_or(0, |c| c.len_utf8() as u32);
            range.end = position_at(&label.file.text, label.span.end + width, self.encoding);
        }
        range
    }

    /// What keeps a module in the bundle of which nothing is used.
    pub(crate) fn kept(&self, text: &Arc<str>, reason: &Reason) -> lsp_types::Diagnostic {
        let words =
            format!("nothing that this module exports is used; it is in the bundle because it {}", reason.words);
        let data = reason.can_be_marked.then(|| serde_json::json!({ "before": "/* @__PURE__ */ " }));
        lsp_types::Diagnostic { data, ..self.hint(text, reason.span, "kept-for-effects", words) }
    }

    /// An import that closes a cycle in which something may be read too early.
    pub(crate) fn cycle(&self, text: &Arc<str>, it: &ClosedCycle) -> lsp_types::Diagnostic {
        self.hint(text, it.span, "import-cycle", format!("this import {}", of_cycle(it)))
    }

    /// An export, or a class, that is of no use to the bundle, as something to fade.
    pub(crate) fn faded(&self, text: &Arc<str>, it: &UnusedExport, code: &str, how: &str) -> lsp_types::Diagnostic {
        let words = format!("`{}` is not {how} by any module of the bundle", it.name);
        let tags = Some(vec![DiagnosticTag::UNNECESSARY]);
        lsp_types::Diagnostic { tags, ..self.hint(text, it.span, code, words) }
    }

    fn hint(&self, text: &str, span: Span, code: &str, message: String) -> lsp_types::Diagnostic {
        lsp_types::Diagnostic {
            range: range_of(text, span, self.encoding),
            severity: Some(DiagnosticSeverity::HINT),
            code: Some(NumberOrString::String(code.into())),
            source: Some("nexxo".into()),
            message,
            ..lsp_types::Diagnostic::default()
        }
    }
}
