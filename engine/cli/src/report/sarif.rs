//! Diagnostics as a SARIF log, which code scanners and their dashboards read.

use nexxo_base::{Code, Diagnostic, Severity};
use serde_json::{Value, json};

use super::diagnostics::{JsonPlace, place_of};

/// One log with one run.
pub(crate) fn text(diagnostics: &[Diagnostic]) -> String {
    let mut codes: Vec<Code> = diagnostics.iter().map(|it| it.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let rules: Vec<Value> = codes.into_iter().map(|it| json!({ "id": it.as_str(), "helpUri": it.page() })).collect();
    let driver = json!({
        "name": "nexxo",
        "version": env!("CARGO_PKG_VERSION"),
        "informationUri": env!("CARGO_PKG_REPOSITORY"),
        "rules": rules,
    });
    let results: Vec<Value> = diagnostics.iter().map(result).collect();
    let run = json!({ "tool": { "driver": driver }, "columnKind": "utf16CodeUnits", "results": results });
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    });
    format!("{log:#}\n")
}

fn result(diagnostic: &Diagnostic) -> Value {
    let level = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Hint => "note",
    };
    let lines = std::iter::once(&diagnostic.message).chain(&diagnostic.notes).chain(&diagnostic.help);
    let text: Vec<&str> = lines.map(String::as_str).collect();
    let locations: Vec<Value> = location(&place_of(diagnostic)).into_iter().collect();
    json!({
        "ruleId": diagnostic.code.as_str(),
        "level": level,
        "message": { "text": text.join("\n") },
        "locations": locations,
    })
}

fn location(place: &JsonPlace<'_>) -> Option<Value> {
    let mut physical = json!({ "artifactLocation": { "uri": place.file?.replace(' ', "%20") } });
    if place.line.is_some() {
        physical["region"] = json!({
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
        });
    }
    Some(json!({ "physicalLocation": physical }))
}
