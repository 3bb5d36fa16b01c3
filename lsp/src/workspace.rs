//! What the editor has open: folders, documents, and the projects that these belong to.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lsp_types::{
    DidChangeTextDocumentParams, DidChangeWatchedFilesParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    DidSaveTextDocumentParams, InitializeParams,
};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::documents::{Document, changed};
use crate::places::{closed, opened, path_of};
use crate::positions::Encoding;
use crate::publisher::{Abilities, Converter, News, Teller, pulls};
use crate::session::Session;
use crate::stdio::Log;

/// What the user may choose.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Settings {
    /// The mode, as in `nexxo check --mode`.
    pub(crate) mode: Option<String>,
    /// Whether exports that the bundle does not use are faded.
    pub(crate) unused_exports: bool,
    /// Whether it is shown behind imports what they cost.
    pub(crate) import_costs: bool,
    /// Whether specifiers follow files that are moved.
    pub(crate) update_imports_on_move: bool,
    /// What open pages get of texts that are not saved.
    pub(crate) live: Live,
    /// Whether it is shown above a text what saving does to open pages.
    pub(crate) update_lens: bool,
    /// Whether it is shown above a text who leads to it, and what of it is in the bundle.
    pub(crate) bundle_lens: bool,
}

/// What open pages get of texts that are not saved.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Live {
    /// What is accepted without loading anew; the rest waits until it is saved.
    #[default]
    Accepting,
    /// Everything, as if it was saved.
    All,
    /// Nothing.
    Off,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            mode: None,
            unused_exports: true,
            import_costs: true,
            update_imports_on_move: true,
            live: Live::default(),
            update_lens: true,
            bundle_lens: true,
        }
    }
}

impl Settings {
    /// Reads what an editor sends: the settings themselves, or an object with them as `nexxo`. One that makes no sense is as if it
    /// was not said.
    pub(crate) fn of(value: Option<&Value>) -> Self {
        let given = value.and_then(|it| it.get("nexxo").unwrap_or(it).as_object());
        let read = |settings: Map<String, Value>| serde_json::from_value::<Self>(Value::Object(settings));
        let pairs = given.into_iter().flatten().map(|(name, value)| (name.clone(), value.clone()));
        let sound = pairs.filter(|pair| read(Map::from_iter([pair.clone()])).is_ok());
        read(sound.collect()).unwrap_or_default()
    }
}

/// The texts of open documents, by path.
#[derive(Default)]
pub(crate) struct OpenDocuments(Mutex<BTreeMap<PathBuf, Document>>);

impl OpenDocuments {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<PathBuf, Document>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// All of them.
    pub(crate) fn all(&self) -> BTreeMap<PathBuf, Document> {
        self.lock().clone()
    }

    /// One of them.
    pub(crate) fn get(&self, path: &Path) -> Option<Document> {
        self.lock().get(path).cloned()
    }
}

/// All that is open.
pub(crate) struct Workspace {
    documents: Arc<OpenDocuments>,
    state: Mutex<State>,
    teller: Teller,
    log: Log,
}

#[derive(Default)]
struct State {
    /// Nothing before the editor said who it is.
    encoding: Option<Encoding>,
    folders: Vec<PathBuf>,
    sessions: BTreeMap<PathBuf, Arc<Session>>,
    settings: Settings,
    is_shut_down: bool,
}

/// A change of the documents, in the order in which the editor made it.
pub(crate) enum Change {
    Open(DidOpenTextDocumentParams),
    Edit(DidChangeTextDocumentParams),
    Save(DidSaveTextDocumentParams),
    Close(DidCloseTextDocumentParams),
    Watched(DidChangeWatchedFilesParams),
}

impl Workspace {
    /// Nothing is open.
    pub(crate) fn new(teller: Teller, log: Log) -> Self {
        Self { documents: Arc::default(), state: Mutex::default(), teller, log }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes in who the editor is and what it has open. Returns in which units columns are counted.
    pub(crate) fn initialize(&self, params: &InitializeParams) -> Encoding {
        let general = params.capabilities.general.as_ref();
        let encoding = Encoding::of(general.and_then(|it| it.position_encodings.as_deref()));
        let of_workspace = params.capabilities.workspace.as_ref();
        let lenses = of_workspace.and_then(|it| it.code_lens.as_ref());
        let hints = of_workspace.and_then(|it| it.inlay_hint.as_ref());
        let of_texts = params.capabilities.text_document.as_ref();
        let diagnostics = of_texts.and_then(|it| it.publish_diagnostics.as_ref());
        let window = params.capabilities.window.as_ref();
        _ = self.teller.send(News::Editor(Abilities {
            asks_lenses_again: lenses.and_then(|it| it.refresh_support) == Some(true),
            asks_hints_again: hints.and_then(|it| it.refresh_support) == Some(true),
            knows_versions: diagnostics.and_then(|it| it.version_support) == Some(true),
            shows_progress: window.and_then(|it| it.work_done_progress) == Some(true),
            pulls: pulls(&params.capabilities),
            pulls_again: of_workspace.and_then(|it| it.diagnostics.as_ref()?.refresh_support) == Some(true),
        }));
        let mut state = self.state();
        state.encoding = Some(encoding);
        state.settings = Settings::of(params.initialization_options.as_ref());
        let folders = params.workspace_folders.iter().flatten().filter_map(|it| opened(&it.uri));
        state.folders = folders.collect();
        #[expect(deprecated, reason = "older editors say it so")]
        let root = params.root_uri.as_ref().and_then(opened);
        if state.folders.is_empty() {
            state.folders.extend(root);
        }
        encoding
    }

    /// The editor says that it will end.
    pub(crate) fn shut_down(&self) {
        self.state().is_shut_down = true;
    }

    /// Whether the editor said that it will end.
    pub(crate) fn is_shut_down(&self) -> bool {
        self.state().is_shut_down
    }

    /// In which units columns are counted.
    pub(crate) fn encoding(&self) -> Encoding {
        self.state().encoding.unwrap_or_default()
    }

    /// What the user chose.
    pub(crate) fn settings(&self) -> Settings {
        self.state().settings.clone()
    }

    /// Starts the projects of the workspace's folders.
    pub(crate) fn start(&self) {
        let folders = self.state().folders.clone();
        folders.iter().for_each(|folder| self.open_project(&project_root(folder, folder)));
    }

    /// Folders came and went.
    pub(crate) fn change_folders(&self, added: &[PathBuf], removed: &[PathBuf]) {
        let mut state = self.state();
        state.folders.retain(|it| !removed.contains(it));
        let is_gone = |root: &Path| removed.iter().any(|it| root.starts_with(it));
        let gone: Vec<PathBuf> = state.sessions.keys().filter(|root| is_gone(root)).cloned().collect();
        let gone: Vec<Option<Arc<Session>>> = gone.iter().map(|root| state.sessions.remove(root)).collect();
        state.folders.extend(added.iter().cloned());
        drop(state);
        drop(gone);
        added.iter().for_each(|folder| self.open_project(&project_root(folder, folder)));
    }

    /// The user chose something else.
    pub(crate) fn configure(&self, settings: &Settings) {
        let mut state = self.state();
        if state.settings != *settings {
            state.settings = settings.clone();
            state.sessions.values().for_each(|session| session.restart(Some(settings.clone())));
        }
    }

    /// Starts all engines anew.
    pub(crate) fn restart(&self) {
        self.state().sessions.values().for_each(|session| session.restart(None));
    }

    fn open_project(&self, root: &Path) {
        let mut state = self.state();
        if state.sessions.contains_key(root) {
            return;
        }
        let converter = Converter { root: root.to_path_buf(), encoding: state.encoding.unwrap_or_default() };
        let (documents, teller) = (Arc::clone(&self.documents), self.teller.clone());
        let session = Session::start(converter, state.settings.clone(), documents, teller, self.log.clone());
        state.sessions.insert(root.to_path_buf(), Arc::new(session));
    }

    /// The project that a file belongs to: the one whose folder is nearest above it, or the first one for a file elsewhere.
    pub(crate) fn session(&self, path: &Path) -> Option<Arc<Session>> {
        let state = self.state();
        let above = state.sessions.iter().rev().find(|(root, _)| path.starts_with(root));
        above.or_else(|| state.sessions.iter().next()).map(|(_, session)| Arc::clone(session))
    }

    /// Takes in a change of the documents. Never waits for an engine.
    pub(crate) fn apply(&self, change: Change) {
        if self.state().encoding.is_none() {
            return; // the editor may not say anything before it said who it is
        }
        match change {
            Change::Open(params) => {
                let document = params.text_document;
                let Some(path) = opened(&document.uri) else { return };
                self.open_project_of(&path);
                self.set(&path, Document { text: document.text.into(), version: document.version });
            }
            Change::Edit(params) => {
                let Some(path) = path_of(&params.text_document.uri) else { return };
                let Some(before) = self.documents.get(&path) else {
                    return self.log.line(|| format!("a change of {}, which is not open", path.display()));
                };
                let text = changed(&before.text, &params.content_changes, self.encoding());
                self.set(&path, Document { text: text.into(), version: params.text_document.version });
            }
            Change::Save(params) => self.touched(path_of(&params.text_document.uri)),
            Change::Close(params) => {
                let Some(path) = closed(&params.text_document.uri) else { return };
                if self.documents.lock().remove(&path).is_some() {
                    self.sessions().iter().for_each(|session| session.edit(&path, None));
                }
            }
            Change::Watched(params) => self.touched(params.changes.iter().filter_map(|it| path_of(&it.uri))),
        }
    }

    fn touched(&self, paths: impl IntoIterator<Item = PathBuf>) {
        let paths: Vec<PathBuf> = paths.into_iter().collect();
        self.sessions().iter().for_each(|session| session.touched(paths.clone()));
    }

    /// All projects.
    pub(crate) fn sessions(&self) -> Vec<Arc<Session>> {
        self.state().sessions.values().cloned().collect()
    }

    fn set(&self, path: &Path, document: Document) {
        let text = Arc::clone(&document.text);
        self.documents.lock().insert(path.to_path_buf(), document);
        // A file may be in the bundles of several projects.
        self.sessions().iter().for_each(|session| session.edit(path, Some(Arc::clone(&text))));
    }

    fn open_project_of(&self, path: &Path) {
        let folders = self.state().folders.clone();
        let folder = folders.iter().filter(|folder| path.starts_with(folder)).max_by_key(|it| it.as_os_str().len());
        match folder {
            Some(folder) => self.open_project(&project_root(path.parent().unwrap_or(folder), folder)),
            // Without a folder the file's own package is all there is.
            None if folders.is_empty() => {
                let package = path.ancestors().skip(1).find(|it| has(it, "package.json"));
                if let Some(folder) = package.or(path.parent()) {
                    self.open_project(&project_root(folder, folder));
                }
            }
            None => {}
        }
    }
}

/// The project that a folder of a workspace belongs to: the nearest folder with a configuration; else the topmost with a page;
/// else the workspace's own.
fn project_root(from: &Path, workspace: &Path) -> PathBuf {
    let between: Vec<&Path> = from.ancestors().take_while(|it| it.starts_with(workspace)).collect();
    let in_packages = |it: &&&Path| !it.components().any(|part| part.as_os_str() == "node_modules");
    let configured = between.iter().filter(in_packages).find(|it| has(it, "nexxo.config.json"));
    let page = || between.iter().filter(in_packages).rev().find(|it| has(it, "index.html"));
    configured.or_else(page).map_or(workspace, |it| it).to_path_buf()
}

fn has(folder: &Path, name: &str) -> bool {
    use nexxo_vfs::System;
    nexxo_vfs::OsSystem.metadata(&folder.join(name)).is_ok()
}
