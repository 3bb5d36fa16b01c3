//! The one type for everything that Nexxo tells a user, on a terminal, as JSON, or in an editor.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::span::Span;

/// How bad it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The build fails.
    Error,
    /// The build goes on; something is likely wrong.
    Warning,
    /// Worth knowing.
    Info,
    /// No mistake, and told only to who asks: in editors, and by `nexxo check --hints`.
    Hint,
}

macro_rules! codes {
    ($($(#[$meta:meta])* $variant:ident = $text:literal,)*) => {
        /// What kind of diagnostic it is. Codes are stable: tools may match on their text.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Code {
            $($(#[$meta])* $variant,)*
        }
        impl Code {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The code as users see it.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }

            /// The address of the page about it.
            pub fn page(self) -> String {
                format!("{}/blob/main/docs/diagnostics/{}.md", env!("CARGO_PKG_REPOSITORY"), self.as_str())
            }
        }
    };
}

codes! {
    /// The text is not valid in its language.
    SyntaxError = "syntax-error",
    /// A specifier leads to no file.
    UnresolvedImport = "unresolved-import",
    /// Syntax that the target does not have and that cannot be lowered to it.
    UnsupportedSyntax = "unsupported-syntax",
    /// A named import that the imported module does not export.
    MissingExport = "missing-export",
    /// A class that a CSS Modules sheet does not have.
    MissingClass = "missing-class",
    /// A name that two `export *` provide differently.
    AmbiguousExport = "ambiguous-export",
    /// The specifier differs from the file's name only by letter case.
    WrongCase = "wrong-case",
    /// One file uses both module systems in a way that cannot work.
    MixedModules = "mixed-modules",
    /// The file cannot be read.
    UnreadableFile = "unreadable-file",
    /// The file is not UTF-8.
    InvalidUtf8 = "invalid-utf8",
    /// An entry does not exist.
    EntryNotFound = "entry-not-found",
    /// The source map that a file names cannot be used.
    BrokenSourceMap = "broken-source-map",
    /// Two outputs want the same name.
    OutputClash = "output-clash",
    /// No loader is known for this kind of file.
    UnknownFileType = "unknown-file-type",
    /// An `import.meta.glob()` that cannot be read when the project is built.
    InvalidGlob = "invalid-glob",
    /// A pattern that no file matches.
    EmptyGlob = "empty-glob",
    /// An option has a value that cannot be used.
    InvalidOption = "invalid-option",
    /// The exports of an entry do not fit what it is to hand out.
    EntryExports = "entry-exports",
    /// Nobody said which global variable holds an external module.
    MissingGlobal = "missing-global",
    /// Something the chosen output format or target cannot express.
    Unsupported = "unsupported",
    /// The configuration file is wrong.
    InvalidConfig = "invalid-config",
    /// Assignment to an imported binding.
    AssignToImport = "assign-to-import",
    /// Assignment to a `const`.
    AssignToConstant = "assign-to-constant",
    /// A cycle of imports in which a value is read before its module has made it.
    ReadBeforeInit = "read-before-init",
    /// A direct `eval`, which sees every name around it.
    DirectEval = "direct-eval",
    /// An `import()` of what is loaded before in any case.
    IneffectiveImport = "ineffective-import",
    /// Several versions of one package in a bundle.
    DuplicatePackage = "duplicate-package",
    /// The output cannot be written.
    WriteFailed = "write-failed",
    /// What builds keep for later ones cannot be read or written.
    CacheUnusable = "cache-unusable",
    /// A package.json or tsconfig.json that cannot be used.
    InvalidPackage = "invalid-package",
    /// Code for pages asks for a variable that stays on this machine.
    PrivateVariable = "private-variable",
    /// An export that no module of the bundle imports.
    UnusedExport = "unused-export",
    /// An export that only its own file uses.
    UnneededExport = "unneeded-export",
    /// A class of a CSS Modules sheet that no module can use.
    UnusedClass = "unused-class",
    /// What keeps a module in the bundle of which nothing is used.
    KeptForEffects = "kept-for-effects",
    /// An import that closes a cycle in which something may be read too early.
    ImportCycle = "import-cycle",
    /// A page had an error that nobody caught.
    RuntimeError = "runtime-error",
    /// A defect of Nexxo itself.
    Internal = "internal-error",
}

impl Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        let code = Self::ALL.iter().find(|code| code.as_str() == text);
        code.copied().ok_or_else(|| serde::de::Error::custom("no such code"))
    }
}

/// A file's text as it was when a diagnostic was made, for the code frame.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SourceFile {
    /// The file's name as shown: relative to the workspace root, with `/`.
    pub path: Arc<str>,
    /// The whole text.
    pub text: Arc<str>,
}

/// A place in a file with a few words on it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Label {
    /// The file.
    pub file: Arc<SourceFile>,
    /// Where in it.
    pub span: Span,
    /// What is to be said of the place; may be empty.
    pub message: String,
}

/// What would mend something.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Fix {
    /// This text in the place of what is spanned.
    Instead(String),
    /// This text before it.
    Before(String),
}

/// One thing to tell the user.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Its kind.
    pub code: Code,
    /// Its weight.
    pub severity: Severity,
    /// One sentence without a full stop.
    pub message: String,
    /// Where it is; `None` when it belongs to no place in a file (then `path` may still name the file).
    pub primary: Option<Label>,
    /// The file it belongs to when there is no span (unreadable, missing).
    pub path: Option<Arc<str>>,
    /// Other places that explain it.
    pub related: Vec<Label>,
    /// Facts, one a line: the steps the resolver tried, and the like.
    pub notes: Vec<String>,
    /// What to do about it.
    pub help: Option<String>,
    /// What would mend it, at what [`Diagnostic::primary`] spans.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// An error with a code and a message, as yet without a place.
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            primary: None,
            path: None,
            related: Vec::new(),
            notes: Vec::new(),
            help: None,
            fix: None,
        }
    }

    /// A warning with a code and a message, as yet without a place.
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, message) }
    }

    /// A hint with a code and a message, as yet without a place.
    pub fn hint(code: Code, message: impl Into<String>) -> Self {
        Self { severity: Severity::Hint, ..Self::error(code, message) }
    }

    /// Sets the place.
    #[must_use]
    pub fn at(mut self, file: &Arc<SourceFile>, span: Span, message: impl Into<String>) -> Self {
        self.primary = Some(Label { file: Arc::clone(file), span, message: message.into() });
        self
    }

    /// Names the file when there is no place in it to point at.
    #[must_use]
    pub fn in_file(mut self, path: impl Into<Arc<str>>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// Adds a place that explains it.
    #[must_use]
    pub fn related(mut self, file: &Arc<SourceFile>, span: Span, message: impl Into<String>) -> Self {
        self.related.push(Label { file: Arc::clone(file), span, message: message.into() });
        self
    }

    /// Adds a fact.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Says what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says what would mend it.
    #[must_use]
    pub fn fix(mut self, fix: Option<Fix>) -> Self {
        self.fix = fix;
        self
    }

    /// Whether it fails the build.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// The name of the file it belongs to, if any.
    pub fn file(&self) -> Option<&str> {
        self.primary.as_ref().map(|label| &*label.file.path).or(self.path.as_deref())
    }

    /// The order in which diagnostics are shown: by file, place, code, message. Never by arrival.
    pub fn sort(diagnostics: &mut Vec<Self>) {
        diagnostics.sort_by(|a, b| a.order().cmp(&b.order()));
        diagnostics.dedup();
    }

    fn order(&self) -> (Option<&str>, Option<Span>, Severity, Code, &str) {
        (self.file(), self.primary.as_ref().map(|label| label.span), self.severity, self.code, &self.message)
    }
}

/// The candidate nearest to `name` by edit distance, if it is near enough to be what was meant: at most a third of
/// the name's length away, and never more than 4 edits. Ties go to the first in sorted order.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (name.chars().count() / 3).clamp(1, 4);
    candidates
        .into_iter()
        .filter(|candidate| *candidate != name)
        .map(|candidate| (distance(name, candidate), candidate))
        .filter(|&(distance, _)| distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Edit distance with swaps of neighbours as one edit; letter case counts half way as equal (a case-only difference
/// is one edit in all).
fn distance(a: &str, b: &str) -> usize {
    if a.eq_ignore_ascii_case(b) {
        return 1;
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![vec![0usize; b.len() + 1]; a.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    for (j, cell) in rows[0].iter_mut().enumerate() {
        *cell = j;
    }
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let change = usize::from(a[i - 1] != b[j - 1]);
            let mut best = (rows[i - 1][j] + 1).min(rows[i][j - 1] + 1).min(rows[i - 1][j - 1] + change);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = best;
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_finds_typos_and_nothing_else() {
        assert_eq!(nearest("usestate", ["useState", "useEffect"]), Some("useState"));
        assert_eq!(nearest("recieve", ["receive", "relieve"]), Some("receive"));
        assert_eq!(nearest("foo", ["completely", "different"]), None);
        assert_eq!(nearest("foo", ["foo"]), None);
    }
}
