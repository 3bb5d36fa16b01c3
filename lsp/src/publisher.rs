//! Diagnostics to the editor, in order, and only where they are others than before, or are about another version that the editor
//! wants to hear of.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use lsp_types::{
    ClientCapabilities, CodeDescription, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location,
    NumberOrString, Range,
};
use nexxo_base::diagnostic::{Fix, Label};
use nexxo_base::{Code, Diagnostic, Severity};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};
use tokio::sync::oneshot;
use tower_lsp::Client;

use crate::places::uri_of;
use crate::positions::{Encoding, position_at, range_of};

/// What the publisher is told.
pub(crate) enum News {
    /// All diagnostics that a project has now, and the versions of the open files that they are about.
    Project(PathBuf, BTreeMap<PathBuf, Vec<lsp_types::Diagnostic>>, BTreeMap<PathBuf, i32>),
    /// All diagnostics that one file of a project has now, and its version.
    File(PathBuf, PathBuf, Vec<lsp_types::Diagnostic>, Option<i32>),
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
    pub(crate) asks_lenses_again: bool,
    /// It asks for inlay hints again when it is told to.
    pub(crate) asks_hints_again: bool,
    /// It wants to know which version of a text diagnostics are about.
    pub(crate) knows_versions: bool,
    /// It shows that something takes a while.
    pub(crate) shows_progress: bool,
    /// It is not told of diagnostics, but asks for them.
    pub(crate) pulls: bool,
    /// It asks for them again when it is told to.
    pub(crate) pulls_again: bool,
}

/// Whether an editor has to ask for diagnostics. One that can be told of them is: it hears of files too that are not open, and as
/// soon as there is news.
pub(crate) fn pulls(capabilities: &ClientCapabilities) -> bool {
    let of_texts = capabilities.text_document.as_ref();
    of_texts.is_some_and(|it| it.diagnostic.is_some() && it.publish_diagnostics.is_none())
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
    let mut weights = BTreeMap::new();
    let mut published: BTreeMap<PathBuf, (Vec<lsp_types::Diagnostic>, Option<i32>)> = BTreeMap::new();
    while let Some(news) = inbox.recv().await {
        let mut versions = BTreeMap::new();
        let touched: BTreeSet<PathBuf> = match news {
            News::Project(root, files, about) => {
                working.remove(&root);
                let before = projects.insert(root, files).unwrap_or_default();
                versions = about;
                let now = projects.values().flat_map(|files| files.keys());
                before.into_keys().chain(now.chain(versions.keys()).cloned()).collect()
            }
            News::File(root, path, now, about) => {
                projects.entry(root).or_default().insert(path.clone(), now);
                versions.extend(about.map(|version| (path.clone(), version)));
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
                let (root, bytes) = (status["root"].to_string(), status["bytes"].clone());
                let are_hints_old = weights.insert(root.clone(), bytes.clone()) != Some(bytes);
                let are_lenses_old = pages.insert(root, now.clone()) != Some(now) || are_hints_old;
                client.send_notification::<Status>(status).await;
                // An editor that does not answer is not waited for.
                if editor.asks_lenses_again && are_lenses_old {
                    let client = client.clone();
                    tokio::spawn(async move { client.code_lens_refresh().await });
                }
                if editor.asks_hints_again && are_hints_old {
                    let client = client.clone();
                    tokio::spawn(async move { client.inlay_hint_refresh().await });
                }
                continue;
            }
        };
        let mut is_news = false;
        for path in touched {
            // A file of several projects has the diagnostics of all.
            let mut all: Vec<lsp_types::Diagnostic> = Vec::new();
            for it in projects.values().filter_map(|files| files.get(&path)).flatten() {
                if !all.contains(it) {
                    all.push(it.clone());
                }
            }
            // Who asks for versions hears of each, even where nothing else is another.
            let version = versions.get(&path).copied().filter(|_| editor.knows_versions);
            let (before, told) =
                published.get(&path).map_or((&[][..], None), |(all, version)| (all.as_slice(), *version));
            if before != all || version.is_some_and(|version| told != Some(version)) {
                is_news |= before != all;
                if let Some(uri) = uri_of(&path).filter(|_| !editor.pulls) {
                    client.publish_diagnostics(uri, all.clone(), version).await;
                }
                published.insert(path, (all, version));
            }
        }
        if is_news && editor.pulls && editor.pulls_again {
            let client = client.clone();
            tokio::spawn(async move { client.workspace_diagnostic_refresh().await });
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
            Severity::Hint => DiagnosticSeverity::HINT,
        };
        let is_useless = matches!(it.code, Code::UnusedExport | Code::UnusedClass);
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
            tags: is_useless.then(|| vec![DiagnosticTag::UNNECESSARY]),
            data: it.fix.as_ref().map(|fix| match fix {
                Fix::Instead(text) => serde_json::json!({ "fix": text }),
                Fix::Before(text) => serde_json::json!({ "before": text }),
            }),
        }
    }

    fn related(&self, label: &Label) -> Option<DiagnosticRelatedInformation> {
        let uri = uri_of(&self.path(&label.file.path))?;
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
}
