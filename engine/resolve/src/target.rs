//! What a resolution answers.

use std::path::PathBuf;

/// Where a specifier leads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Resolution {
    /// The answer.
    pub target: Result<Target, Failure>,
    /// Files and folders whose being there, or not being there, or content (package.json, tsconfig.json), decided it.
    /// Sorted. Empty unless the resolver was made with [`Resolver::tracking`](crate::Resolver::tracking).
    pub touched: Vec<PathBuf>,
}

/// What a specifier stands for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Target {
    /// A file of the system.
    File {
        /// The real path: links are followed.
        path: PathBuf,
        /// What follows the path in the specifier, from `?` or `#` on.
        query: Option<String>,
    },
    /// Left in the output as an import of this specifier.
    External {
        /// As it is to be written.
        specifier: String,
    },
    /// Left in the output as an import of this file, wherever the output is.
    ExternalFile {
        /// Its absolute path; whether it is there does not matter.
        path: PathBuf,
        /// What follows the path in the specifier, from `?` or `#` on.
        query: Option<String>,
    },
    /// A file of the public folder: the URL stays as it is.
    Public {
        /// As it was written.
        url: String,
    },
    /// The content of a `data:` URL that is a module.
    Data {
        /// Its type without parameters, in small letters; `text/plain` if it has none.
        mime: String,
        /// Its decoded content.
        bytes: Vec<u8>,
    },
    /// Replaced by nothing: an empty module (`"browser": { "x": false }`).
    Disabled,
}

/// Why a specifier leads nowhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Failure {
    /// What kind of failure it is.
    pub kind: FailureKind,
    /// One sentence without a full stop.
    pub message: String,
    /// What was tried, in order, one sentence each, with paths relative to the root.
    pub steps: Vec<String>,
    /// What to do about it.
    pub help: Option<String>,
}

/// The ways in which a resolution fails.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FailureKind {
    /// There is no such file, or no such package.
    NotFound,
    /// There is a file whose name differs only by letter case.
    WrongCase {
        /// The specifier with the case that the file system has.
        actual: String,
    },
    /// The package has `exports`, and the subpath is not among them.
    NotExported {
        /// Name of the package.
        package: Box<str>,
        /// What was asked of it: `.` or `./x`.
        subpath: Box<str>,
    },
    /// `#x` is not among the `imports` of the package.
    ImportNotDefined,
    /// A module of Node.js, and the platform is not node.
    NodeBuiltin,
    /// A package.json or tsconfig.json that the resolution depends on cannot be used.
    InvalidPackage {
        /// The file, relative to the root.
        path: Box<str>,
        /// What is wrong with it.
        message: Box<str>,
    },
    /// A glob pattern that is no path.
    InvalidPattern,
    /// An import attribute that says nothing known, or nothing that fits the file.
    InvalidType,
    /// A `data:` URL that cannot be decoded.
    InvalidUrl,
    /// Aliases or package.json fields lead in a circle.
    Circle,
}
