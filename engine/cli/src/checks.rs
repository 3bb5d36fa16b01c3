//! What values of options may look like, and what to say of those that do not. A problem is told as a [`Wrong`], to which
//! the caller adds where the value came from: a flag or a place in the configuration file.

use std::net::IpAddr;
use std::path::Path;

use nexxo_base::diagnostic::nearest;

use crate::targets::{self, BASELINE};
use nexxo_base::{Code, Diagnostic};

/// Why a value cannot be used, and what would be right.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Wrong {
    /// One sentence.
    pub(crate) message: String,
    /// What to write.
    pub(crate) help: Option<String>,
}

impl Wrong {
    /// A problem without advice.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None }
    }

    /// Adds advice.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The problem as a diagnostic.
    pub(crate) fn diagnostic(self, code: nexxo_base::Code) -> Diagnostic {
        Diagnostic { help: self.help, ..Diagnostic::error(code, self.message) }
    }
}

/// The address that stands for all of them.
pub(crate) const ALL_ADDRESSES: &str = "0.0.0.0";

/// The address to listen on; none for this machine alone.
pub(crate) fn check_host(host: &str) -> Result<Option<IpAddr>, Wrong> {
    if host == "localhost" {
        return Ok(None);
    }
    let wrong = || Wrong::new(format!("`{host}` is no address to listen on"));
    host.parse().map(Some).map_err(|_| wrong().help("name an address, or say --host alone for all"))
}

/// What to say of a value that is none of `allowed`.
pub(crate) fn not_one_of(value: &str, allowed: &[&str]) -> String {
    let list = allowed.join(", ");
    match nearest(value, allowed.iter().copied()) {
        Some(near) => format!("did you mean `{near}`? Possible: {list}"),
        None => format!("possible: {list}"),
    }
}

/// Whether `text` is a JavaScript identifier (by its ASCII rules; other letters pass).
pub(crate) fn is_identifier(text: &str) -> bool {
    let good = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$');
    text.chars().all(good) && text.chars().next().is_some_and(|first| !first.is_ascii_digit())
}

/// Whether `text` is a dotted name: `a`, `a.b.c`, `import.meta.env.X`.
pub(crate) fn is_dotted_name(text: &str) -> bool {
    let mut parts = text.split('.');
    let reserved = text != "import.meta" && !text.starts_with("import.meta.");
    let first = parts.next().unwrap_or_default();
    is_identifier(first) && !(reserved && RESERVED.contains(&first)) && parts.all(is_identifier)
}

/// Words that cannot be read as a variable.
const RESERVED: &[&str] = &[
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "debugger",
    "default",
    "delete",
    "do",
    "else",
    "enum",
    "export",
    "extends",
    "finally",
    "for",
    "function",
    "if",
    "import",
    "in",
    "instanceof",
    "new",
    "return",
    "super",
    "switch",
    "throw",
    "try",
    "typeof",
    "var",
    "void",
    "while",
    "with",
    "yield",
];

/// A `define`: the key is a dotted name, the value JSON or a dotted name.
pub(crate) fn check_define(key: &str, value: &str) -> Result<(), Wrong> {
    if !is_dotted_name(key) {
        let wrong = Wrong::new(format!("`{key}` cannot be defined: it is not a name"));
        return Err(wrong.help("define names like `VERSION` or `process.env.MODE`"));
    }
    if serde_json::from_str::<serde::de::IgnoredAny>(value).is_ok() || is_dotted_name(value) {
        return Ok(());
    }
    let bare = value.trim_matches(['\'', '"', '`']);
    let text = crate::jsonc::quote(bare);
    Err(Wrong::new(format!("the value of the define `{key}` is neither JSON nor a name: {value}"))
        .help(format!("a text needs its own quotes, inside those of the shell: --define '{key}={text}'")))
}

/// Warns of `process.env.NODE_ENV=production`, which reads a variable `production` that nobody has.
pub(crate) fn doubtful_define(key: &str, value: &str) -> Option<Wrong> {
    let text = is_identifier(value) && !matches!(value, "true" | "false" | "null" | "undefined");
    (key == "process.env.NODE_ENV" && text).then(|| {
        Wrong::new(format!("`{key}` is defined as the variable `{value}`, not as a text"))
            .help(format!("a text needs its own quotes: --define '{key}=\"{value}\"'"))
    })
}

/// An extension of `--loader`: with its dot, or nothing for files without one.
pub(crate) fn check_extension(extension: &str) -> Result<(), Wrong> {
    if extension.is_empty() || extension.len() > 1 && extension.starts_with('.') && !extension.contains(['/', '\\']) {
        return Ok(());
    }
    Err(Wrong::new(format!("`{extension}` is not an extension")).help(format!("write it with its dot: `.{extension}`")))
}

/// A diagnostic's code.
pub(crate) fn check_code(code: &str) -> Result<Code, Wrong> {
    let names: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    Code::ALL
        .iter()
        .copied()
        .find(|it| it.as_str() == code)
        .ok_or_else(|| Wrong::new(format!("no diagnostic has the code `{code}`")).help(not_one_of(code, &names)))
}

/// A function or fragment of classic JSX: a dotted name, or a string for fragments.
pub(crate) fn check_jsx_name(name: &str) -> Result<(), Wrong> {
    if is_dotted_name(name) || name.len() > 1 && name.starts_with(['"', '\'']) {
        return Ok(());
    }
    Err(Wrong::new(format!("`{name}` cannot make JSX: it is not a name"))
        .help("for example `h` or `React.createElement`"))
}

/// Years and names of ECMAScript that `--target` knows.
const EDITIONS: &[&str] = &[
    "es2015", "es6", "es2016", "es2017", "es2018", "es2019", "es2020", "es2021", "es2022", "es2023", "es2024",
    "es2025", "es2026", "esnext",
];

/// Engines that `--target` knows, each followed by a version.
const ENGINES: &[&str] = &[
    "android",
    "chrome",
    "deno",
    "edge",
    "electron",
    "firefox",
    "hermes",
    "ie",
    "ios",
    "node",
    "opera",
    "opera_mobile",
    "rhino",
    "safari",
    "samsung",
];

/// Checks a list of targets and spells it in one way: lower case, no spaces.
///
/// Those that stand for a list that only the project knows stay as they are.
pub(crate) fn check_target(target: &str) -> Result<String, Wrong> {
    if target == BASELINE || targets::is_browserslist(target) {
        return Ok(target.to_owned());
    }
    let parts: Vec<String> = target.split(',').map(|part| part.trim().to_ascii_lowercase()).collect();
    for part in &parts {
        check_one_target(part)?;
    }
    Ok(parts.join(","))
}

fn check_one_target(part: &str) -> Result<(), Wrong> {
    if EDITIONS.contains(&part) {
        return Ok(());
    }
    if part == "es5" || part == "es3" {
        return Err(Wrong::new(format!("the target `{part}` is not supported")).help("the oldest target is es2015"));
    }
    let split = part.find(|c: char| c.is_ascii_digit()).unwrap_or(part.len());
    let (name, version) = part.split_at(split);
    let is_version = !version.is_empty()
        && version.split('.').count() <= 3
        && version.split('.').all(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()));
    if ENGINES.contains(&name) {
        if is_version {
            return Ok(());
        }
        return Err(Wrong::new(format!("the target `{part}` has no version")).help(format!("for example `{name}100`")));
    }
    let near = nearest(name, ENGINES.iter().copied()).map(|near| format!("{near}{version}"));
    let near = near.or_else(|| nearest(part, EDITIONS.iter().copied()).map(str::to_owned));
    let known = format!("es2015 to es2026, esnext, or an engine with a version: {}", ENGINES.join(", "));
    Err(Wrong::new(format!("unknown target `{part}`")).help(match near {
        Some(near) => format!("did you mean `{near}`? Known: {known}"),
        None => format!("known: {known}"),
    }))
}

/// What may stand in brackets in a name pattern.
const PLACEHOLDERS: &[&str] = &["dir", "name", "hash", "ext"];

/// A pattern of output names: a relative path that stays inside the output folder, with known placeholders.
pub(crate) fn check_names(pattern: &str) -> Result<(), Wrong> {
    let outside = pattern.starts_with('/') || pattern.split(['/', '\\']).any(|part| part == "..");
    if pattern.is_empty() || pattern.ends_with('/') || pattern.contains(':') || outside {
        let wrong = Wrong::new(format!("`{pattern}` is not a pattern of names inside the output folder"));
        return Err(wrong.help("for example `assets/[name]-[hash]`"));
    }
    let mut rest = pattern;
    while let Some((_, after)) = rest.split_once('[') {
        let Some((placeholder, after)) = after.split_once(']') else { break };
        if !PLACEHOLDERS.contains(&placeholder) {
            let help = match nearest(placeholder, PLACEHOLDERS.iter().copied()) {
                Some(near) => format!("did you mean `[{near}]`?"),
                None => "known: [dir], [name], [hash], [ext]".into(),
            };
            return Err(Wrong::new(format!("unknown placeholder `[{placeholder}]` in `{pattern}`")).help(help));
        }
        rest = after;
    }
    Ok(())
}

/// `--base` with the slash at its end that URLs are appended to.
pub(crate) fn check_base(base: &str) -> Result<String, Wrong> {
    let closed = if base.ends_with('/') { base.to_owned() } else { format!("{base}/") };
    match base {
        "" | "." | "./" => Ok("./".into()),
        _ if base.contains(['?', '#', '"', '\'', ' ', '\\']) => {
            Err(Wrong::new(format!("`{base}` cannot be what URLs start with")))
        }
        _ if base.starts_with('/') || base.contains("://") => Ok(closed),
        _ => Err(Wrong::new(format!("`{base}` does not say what it is relative to"))
            .help(format!("use `/{closed}`, a whole URL, or `./` for URLs relative to each file"))),
    }
}

/// The name of an output as in `name=path`.
pub(crate) fn check_entry_name(name: &str) -> Result<(), Wrong> {
    let inside = !name.starts_with('/') && name.split(['/', '\\']).all(|part| !matches!(part, "" | "." | ".."));
    if inside {
        return Ok(());
    }
    Err(Wrong::new(format!("`{name}` cannot be the name of an output"))
        .help("a name is a path inside the output folder"))
}

/// The variable that an iife's exports go to.
pub(crate) fn check_global_name(name: &str) -> Result<(), Wrong> {
    if is_dotted_name(name) && !name.starts_with("import.") {
        return Ok(());
    }
    Err(Wrong::new(format!("`{name}` cannot be the name of a variable"))
        .help("for example `Library` or `Company.Library`"))
}

/// An extension in place of a usual one.
pub(crate) fn check_out_extension(from: &str, to: &str) -> Result<(), Wrong> {
    if from != ".js" && from != ".css" {
        return Err(Wrong::new(format!("no output has the extension `{from}` by itself")).help("possible: .js, .css"));
    }
    if to.len() < 2 || !to.starts_with('.') || to.ends_with('.') || to.contains(['/', '\\', '[', ']']) {
        return Err(Wrong::new(format!("`{to}` cannot be an extension")).help("for example `.mjs`"));
    }
    Ok(())
}

/// The name of a mode, which becomes part of file names.
pub(crate) fn check_mode(mode: &str) -> Result<(), Wrong> {
    match mode {
        "local" => Err(Wrong::new("the mode `local` would mix up .env.local, which is read in every mode")),
        "" => Err(Wrong::new("a mode has a name").help("for example `production`")),
        _ if mode.contains(['/', '\\']) => Err(Wrong::new(format!("`{mode}` cannot be the name of a mode"))),
        _ => Ok(()),
    }
}

/// What an alias leads to: a path that starts with a dot is seen from `folder`, all else stays.
pub(crate) fn alias_target(to: &str, folder: &Path) -> String {
    if !matches!(to.split('/').next(), Some("." | "..")) {
        return to.to_owned();
    }
    nexxo_base::path::normalize(&folder.join(to)).to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_in_the_documentation() {
        let table = include_str!("../../../docs/diagnostics.md");
        for code in Code::ALL.iter().map(|code| code.as_str()) {
            let row = format!("| [`{code}`](diagnostics/{code}.md) |");
            assert!(table.contains(&row), "docs/diagnostics.md has no row {row}");
        }
    }

    #[test]
    fn defines() {
        for value in
            ["1", "-2.5", "true", "null", r#""text""#, "[1]", r#"{"a":1}"#, "window", "a.b.c", "import.meta.url"]
        {
            assert_eq!(check_define("K", value), Ok(()), "{value}");
        }
        for value in ["", "2.0.1", "hello world", "'x'", "class", "a.", "1n", "f()"] {
            assert!(check_define("K", value).is_err(), "{value}");
        }
        let wrong = check_define("K", "'it is'").unwrap_err();
        assert!(wrong.help.unwrap().ends_with(r#"--define 'K="it is"'"#));
        assert!(check_define("a-b", "1").is_err());
        assert!(check_define("import.meta.env.X", "1").is_ok());
        assert!(doubtful_define("process.env.NODE_ENV", "production").is_some());
        assert!(doubtful_define("process.env.NODE_ENV", "\"production\"").is_none());
    }

    #[test]
    fn targets() {
        assert_eq!(check_target("ES2020").unwrap(), "es2020");
        assert_eq!(check_target("chrome100, safari15.4,node18.2.1").unwrap(), "chrome100,safari15.4,node18.2.1");
        assert!(check_target("chrom100").unwrap_err().help.unwrap().starts_with("did you mean `chrome100`?"));
        assert!(check_target("es2x20").unwrap_err().help.unwrap().starts_with("did you mean `es2020`?"));
        assert_eq!(check_target("chrome").unwrap_err().help.unwrap(), "for example `chrome100`");
        assert_eq!(check_target("es5").unwrap_err().help.unwrap(), "the oldest target is es2015");
        assert!(check_target("").is_err());
    }

    #[test]
    fn patterns_and_bases() {
        assert!(check_names("[dir]/[name]-[hash]").is_ok());
        assert_eq!(check_names("[nmae]").unwrap_err().help.unwrap(), "did you mean `[name]`?");
        assert!(check_names("../[name]").is_err() && check_names("/x").is_err() && check_names("").is_err());
        assert_eq!(check_base("/app").unwrap(), "/app/");
        assert_eq!(check_base("").unwrap(), "./");
        assert_eq!(check_base("https://cdn.example/x").unwrap(), "https://cdn.example/x/");
        assert!(check_base("app").unwrap_err().help.unwrap().contains("`/app/`"));
    }
}
