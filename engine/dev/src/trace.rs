//! Where what goes wrong in a page was written: stacks name places of the scripts that the server made.

use std::collections::VecDeque;
use std::sync::{Arc, LazyLock, Mutex};

use nexxo_base::diagnostic::SourceFile;
use nexxo_base::{Code, Diagnostic, Span, find_utf16};
use nexxo_db::{DevModule, DevPlace, Engine, SERVER_PREFIX};
use regex::Regex;
use serde::Deserialize;

use crate::app::{App, lock};
use crate::guard::decode_path;

/// Lines of a script before the first module.
pub(crate) const HEAD_LINES: usize = 1;
/// Lines that a browser puts before the code of an updated module.
pub(crate) const UPDATE_LINES: usize = 2;

/// Scripts that are remembered: pages that are open, and parts of them. Most of what they hold, the app holds too.
const REMEMBERED: usize = 24;
/// More of a stack helps nobody.
const FRAMES: usize = 30;

/// The scripts that were served lately, the newest last.
#[derive(Default)]
pub(crate) struct Scripts(Mutex<VecDeque<Script>>);

struct Script {
    /// The path of its URL after the server's prefix, with its query.
    url: String,
    revision: u64,
    modules: Vec<Arc<DevModule>>,
}

impl Scripts {
    /// Notes what is in a script.
    pub(crate) fn note(&self, url: String, revision: u64, modules: Vec<Arc<DevModule>>) {
        let mut all = lock(&self.0);
        all.retain(|it| it.revision != revision || it.url != url);
        if all.len() == REMEMBERED {
            all.pop_front();
        }
        all.push_back(Script { url, revision, modules });
    }

    /// The module at a line of a script, and the line in it; both lines from 0. The script of a page is that of a revision.
    fn find(&self, url: &str, revision: u64, line: usize) -> Option<(Arc<DevModule>, usize)> {
        let all = lock(&self.0);
        let same = |it: &&Script| it.url == url;
        let script = all.iter().filter(same).find(|it| it.revision == revision).or_else(|| all.iter().rfind(same))?;
        let mut start = HEAD_LINES;
        for module in &script.modules {
            let end = start + line_count(&module.code);
            if (start..end).contains(&line) {
                return Some((Arc::clone(module), line - start));
            }
            start = end;
        }
        None
    }
}

pub(crate) fn line_count(text: &[u8]) -> usize {
    text.iter().filter(|byte| **byte == b'\n').count()
}

/// What went wrong, as pages tell it.
#[derive(Clone, Deserialize, Debug)]
pub(crate) struct Failure {
    pub(crate) message: String,
    pub(crate) stack: String,
    /// The revision with which the page began.
    pub(crate) revision: u64,
}

/// A failure as a diagnostic at the place where the code of the app failed. `None` when a change stopped it.
pub(crate) fn diagnose(app: &App, engine: &Engine, scripts: &Scripts, failure: &Failure) -> Option<Diagnostic> {
    let (lines, first) = written(app, engine, scripts, &failure.stack, failure.revision)?;
    let mut diagnostic = Diagnostic::error(Code::RuntimeError, plain(&failure.message));
    if let Some(DevPlace { path, line, column, text }) = first {
        diagnostic = match text {
            Some(text) => {
                let span = span_at(&text, line, column);
                diagnostic.at(&Arc::new(SourceFile { path: path.into(), text }), span, "")
            }
            None => diagnostic.in_file(path),
        };
    }
    Some(lines.into_iter().fold(diagnostic, Diagnostic::note))
}

/// A text with the places in it as they were written. `None` when a change stopped it.
pub(crate) fn rewrite(app: &App, engine: &Engine, scripts: &Scripts, failure: &Failure) -> Option<String> {
    let (lines, _) = written(app, engine, scripts, &failure.stack, failure.revision)?;
    let lines = lines.into_iter().map(|line| format!("    {line}"));
    Some([plain(&failure.message)].into_iter().chain(lines).collect::<Vec<_>>().join("\n"))
}

/// The lines of a stack with places as they were written, and the first that is of the app's own.
fn written(
    app: &App,
    engine: &Engine,
    scripts: &Scripts,
    stack: &str,
    revision: u64,
) -> Option<(Vec<String>, Option<DevPlace>)> {
    let mut lines = Vec::new();
    let (mut own, mut other) = (None, None);
    for frame in frames(stack).take(FRAMES) {
        match place(app, engine, scripts, &frame, revision)? {
            Some(place) => {
                let at = format!("{}:{}:{}", place.path, place.line + 1, place.column + 1);
                lines.push(plain(&match frame.function {
                    // The module itself.
                    "" | "body" | "Object.body" => format!("at {at}"),
                    function => format!("at {function} ({at})"),
                }));
                let first = if place.path.contains("node_modules/") { &mut other } else { &mut own };
                first.get_or_insert(place);
            }
            // What runs modules is of no interest.
            None if frame.is_own => {}
            None => lines.push(plain(frame.whole.trim())),
        }
    }
    Some((lines, own.or(other)))
}

fn place(app: &App, engine: &Engine, scripts: &Scripts, frame: &Frame<'_>, revision: u64) -> Option<Option<DevPlace>> {
    let graph = app.graph();
    let found = match frame.url.strip_prefix("module/") {
        Some(module) => {
            let id = decode_path(module.split('?').next().unwrap_or(module));
            let module = id.and_then(|id| graph.module(&id));
            module.zip(frame.line.checked_sub(UPDATE_LINES))
        }
        None => scripts.find(frame.url, revision, frame.line),
    };
    match found {
        Some((module, line)) => engine.dev_place(&graph, &module, line, frame.column),
        None => Some(None),
    }
}

/// A line of a stack that names a place.
#[derive(PartialEq, Eq, Debug)]
struct Frame<'s> {
    whole: &'s str,
    function: &'s str,
    /// The path after the server's prefix, with its query; whole where it is not of the server.
    url: &'s str,
    is_own: bool,
    /// From 0.
    line: usize,
    column: usize,
}

/// Both forms: `at name (url:1:2)` and `name@url:1:2`.
fn frames(stack: &str) -> impl Iterator<Item = Frame<'_>> {
    static FRAME: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^\s*(?:at (?:async )?(?:(?<chrome>[^(]*?) \()?|(?<other>[^@]*)@)?(?<url>[a-z]+://\S+?):(?<line>\d+):(?<column>\d+)\)?\s*$").ok()
    });
    stack.lines().filter_map(|whole| {
        let found = FRAME.as_ref()?.captures(whole)?;
        let text = |name: &str| found.name(name).map_or("", |it| it.as_str());
        let number = |name: &str| text(name).parse::<usize>().ok()?.checked_sub(1);
        let url = text("url");
        let own = url.find(&format!("/{SERVER_PREFIX}")).map(|at| &url[at + 1 + SERVER_PREFIX.len()..]);
        let function = if text("chrome").is_empty() { text("other") } else { text("chrome") };
        let (is_own, url) = (own.is_some(), own.unwrap_or(url));
        Some(Frame { whole, function, url, is_own, line: number("line")?, column: number("column")? })
    })
}

/// What a page says, without what a terminal would obey.
pub(crate) fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

/// The word at a place; the column counts UTF-16 units.
fn span_at(text: &str, line: u32, column: u32) -> Span {
    let (_, at) = find_utf16(text, line as usize, column as usize);
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$');
    let rest = text[at..].split('\n').next().unwrap_or_default();
    let length = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
    let length = length.max(rest.chars().next().map_or(0, char::len_utf8));
    Span::new(at as u32, (at + length) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_stacks() {
        let stack = "TypeError: x is not a function\n    at App (http://localhost:5173/@nexxo/page/index.html.js:12:5)\n\
                     \x20   at async Promise.all (index 0)\n    at http://localhost:5173/app/@nexxo/lazy.js?id=a&n=1:3:4\n\
                     \x20   at async go (https://cdn.test/x.js:1:2)\n    at async http://a.test/y.js:1:1\nrun@http://localhost:1/@nexxo/module/src/a.ts?3:7:8\n@http://a.test/x.js:1:1\n";
        let found: Vec<_> = frames(stack).map(|it| (it.function, it.url, it.line, it.column)).collect();
        assert_eq!(
            found,
            [
                ("App", "page/index.html.js", 11, 4),
                ("", "lazy.js?id=a&n=1", 2, 3),
                ("go", "https://cdn.test/x.js", 0, 1),
                ("", "http://a.test/y.js", 0, 0),
                ("run", "module/src/a.ts?3", 6, 7),
                ("", "http://a.test/x.js", 0, 0),
            ]
        );
    }

    #[test]
    fn what_a_terminal_would_obey_is_left_out() {
        assert_eq!(plain("a\x1b[2Jb\r\n\tc\u{9b}d"), "a[2Jb\n\tcd");
    }

    #[test]
    fn words_at_places() {
        let text = "one\nlet ü = 'x' + $name;\n";
        let word = |line, column| {
            let span = span_at(text, line, column);
            &text[span.start as usize..span.end as usize]
        };
        assert_eq!(
            [word(0, 0), word(1, 4), word(1, 14), word(1, 6), word(0, 99), word(9, 9)],
            ["one", "ü", "$name", "=", "", ""]
        );
    }
}
