//! What the queries start from. Only the engine writes these.

use std::path::PathBuf;
use std::sync::Arc;

use nexxo_base::options::{CompileOptions, LinkOptions, OutputOptions};

use crate::documents::Overlay;

/// The options, cut by stage, and the state of the world that no single file holds.
#[salsa::input(debug)]
pub struct Workspace {
    /// The folder that module paths are relative to.
    #[returns(ref)]
    pub root: PathBuf,
    /// Options of `compile`.
    #[returns(clone)]
    pub compile_options: Arc<CompileOptions>,
    /// Options of `linked`.
    #[returns(clone)]
    pub link_options: Arc<LinkOptions>,
    /// Options of everything after linking.
    #[returns(clone)]
    pub output_options: Arc<OutputOptions>,
    /// The output folder: source maps name sources relative to it.
    #[returns(ref)]
    pub outdir: PathBuf,
    /// Grows when files appear or vanish, or a package.json or tsconfig.json changes: resolution starts anew.
    #[returns(copy)]
    pub layout: u64,
}

/// A file, there or not.
#[salsa::input(debug)]
pub struct File {
    /// Its path: real and absolute, or a made-up one that starts with `\0`.
    #[returns(ref)]
    pub path: PathBuf,
    /// Grows when its content on disk changes.
    #[returns(copy)]
    pub stamp: u64,
    /// Text that stands in for the one on disk: the last buffer that compiled.
    #[returns(clone)]
    pub stable: Option<Arc<str>>,
    /// What an editor shows instead, where that does not compile.
    #[returns(clone)]
    pub overlay: Option<Arc<Overlay>>,
}

/// How a file is taken.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Variant {
    /// By its extension.
    Auto,
    /// As an asset, whatever it is: `?url`, `new URL()`, `url()`. Small ones become data URLs.
    Asset,
    /// As an asset with a file of its own: HTML's references, `?no-inline`.
    AssetFile,
    /// As a data URL (`?inline`); a style sheet as a string.
    Inline,
    /// As a string (`?raw`, `with { type: "text" }`).
    Raw,
    /// As a `Uint8Array` (`with { type: "bytes" }`).
    Bytes,
    /// As JSON whatever its name is (`with { type: "json" }`).
    Json,
    /// As a `CSSStyleSheet` (`with { type: "css" }`).
    StyleSheet,
    /// As the script of a worker: an asset whose content is a bundle of its own.
    Worker,
    /// The same, of a worker that is an ES module.
    ModuleWorker,
    /// As the script of a worker that is an ES module, which stands as a text in the code that makes it.
    EmbeddedWorker,
    /// As a constructor of workers (`?worker`).
    WorkerClass,
    /// As a constructor of shared workers (`?sharedworker`).
    SharedWorkerClass,
    /// As a constructor of workers that has their script in it (`?worker&inline`).
    InlineWorkerClass,
    /// As a constructor of shared workers that has their script in it (`?sharedworker&inline`).
    InlineSharedWorkerClass,
    /// As a function that makes an instance of it (`?init` of WebAssembly).
    WasmInit,
    /// As a web app manifest: an asset that names others.
    WebManifest,
    /// As a file of the public folder, which is in the output already.
    Public,
    /// An HTML page's inline module script with this number.
    InlineScript(u32),
}

/// A module: a file taken in one way.
#[salsa::input(debug)]
pub struct Module {
    /// The file.
    #[returns(copy)]
    pub file: File,
    /// How it is taken.
    #[returns(copy)]
    pub variant: Variant,
}

/// What is linked together.
#[salsa::input(debug)]
pub struct Env {
    /// The entries in the user's order, with the names the user gave them.
    #[returns(clone)]
    pub entries: Arc<[Entry]>,
    /// The module that stands for the script, where the one entry is a worker's.
    #[returns(copy)]
    pub worker: Option<Module>,
}

/// One entry.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Entry {
    /// The module.
    pub module: Module,
    /// Folder of the output file under the output folder, for `[dir]`.
    pub dir: String,
    /// Name of the output file, for `[name]`.
    pub name: String,
}
