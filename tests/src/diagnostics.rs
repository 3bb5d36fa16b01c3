//! Compares the diagnostics of a build, as JSON, with those that a fixture expects.

use std::fmt::Write as _;

use serde::Deserialize;
use serde_json::Value;

/// One diagnostic that must be reported. Texts are substrings of what is reported; what is absent is not compared.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// The code, exactly.
    pub code: String,
    /// `error` unless said otherwise.
    #[serde(default = "error")]
    pub severity: String,
    /// The file, exactly, as shown.
    pub file: Option<String>,
    /// The line, counted from 1.
    pub line: Option<u64>,
    /// The column, counted from 1.
    pub column: Option<u64>,
    /// Part of the message.
    pub message: Option<String>,
    /// Part of the help.
    pub help: Option<String>,
    /// Parts of the notes, each of some note.
    #[serde(default)]
    pub notes: Vec<String>,
    /// Files of related places, in order.
    #[serde(default)]
    pub related: Vec<String>,
}

fn error() -> String {
    "error".to_owned()
}

/// The diagnostics in the output of `--log-format json`: one object a line, those that have a `code`.
pub fn parse(output: &str) -> Vec<Value> {
    output
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|value| value.get("code").is_some())
        .collect()
}

/// Says what differs: every expected one must be there once, in the order given, and nothing else.
pub fn compare(expected: &[Expected], reported: &[Value]) -> Result<(), String> {
    let mut wrong = String::new();
    for (i, expected) in expected.iter().enumerate() {
        match reported.get(i) {
            None => _ = writeln!(wrong, "not reported: {expected:?}"),
            Some(reported) => differences(expected, reported, &mut wrong),
        }
    }
    for extra in reported.iter().skip(expected.len()) {
        _ = writeln!(wrong, "not expected: {extra}");
    }
    if wrong.is_empty() {
        return Ok(());
    }
    _ = writeln!(wrong, "reported:");
    for reported in reported {
        _ = writeln!(wrong, "  {reported}");
    }
    Err(wrong)
}

fn differences(expected: &Expected, reported: &Value, wrong: &mut String) {
    let text = |key: &str| reported.get(key).and_then(Value::as_str).unwrap_or_default();
    let mut say = |what: &str, expected: &dyn std::fmt::Debug, found: &dyn std::fmt::Debug| {
        _ = writeln!(wrong, "{what}: expected {expected:?}, found {found:?}");
    };
    for (key, expected) in
        [("code", Some(&expected.code)), ("severity", Some(&expected.severity)), ("file", expected.file.as_ref())]
    {
        if let Some(expected) = expected
            && text(key) != expected
        {
            say(key, expected, &text(key));
        }
    }
    for (key, expected) in [("line", expected.line), ("column", expected.column)] {
        let found = reported.get(key).and_then(Value::as_u64);
        if expected.is_some() && found != expected {
            say(key, &expected, &found);
        }
    }
    for (key, expected) in [("message", &expected.message), ("help", &expected.help)] {
        if let Some(expected) = expected
            && !text(key).contains(expected)
        {
            say(key, expected, &text(key));
        }
    }
    let list = |key: &str| reported.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    let notes = list("notes");
    for expected in &expected.notes {
        if !notes.iter().any(|note| note.as_str().is_some_and(|note| note.contains(expected))) {
            say("a note", expected, &notes);
        }
    }
    // The first label is the place itself, where there is one.
    let own = usize::from(reported.get("line").is_some_and(Value::is_u64));
    let files = |label: &Value| label["file"].as_str().unwrap_or_default().to_owned();
    let related: Vec<_> = list("labels").iter().skip(own).map(files).collect();
    if !expected.related.is_empty() && related != expected.related {
        say("related", &expected.related, &related);
    }
}
