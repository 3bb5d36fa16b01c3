//! Diagnostics as commands of GitHub's workflows, which show them at the lines of a change.

use nexxo_base::{Diagnostic, Severity};

use super::diagnostics::{JsonPlace, place_of};

/// The command that shows a diagnostic, in one line.
pub(crate) fn command(diagnostic: &Diagnostic) -> String {
    let name = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Hint => "notice",
    };
    let JsonPlace { file, line, column, end_line, end_column } = place_of(diagnostic);
    let numbers = [("line", line), ("col", column), ("endLine", end_line), ("endColumn", end_column)];
    let mut properties: Vec<String> = file.iter().map(|file| format!("file={}", property(file))).collect();
    properties.extend(numbers.into_iter().filter_map(|(key, number)| Some(format!("{key}={}", number?))));
    properties.push(format!("title={}", diagnostic.code.as_str()));
    let lines = std::iter::once(&diagnostic.message).chain(&diagnostic.notes).chain(&diagnostic.help);
    let text: Vec<&str> = lines.map(String::as_str).collect();
    format!("::{name} {}::{}", properties.join(","), escaped(&text.join("\n")))
}

fn escaped(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    escaped(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use nexxo_base::Code;

    use super::*;

    #[test]
    fn text_cannot_end_a_command() {
        let diagnostic = Diagnostic::warning(Code::EmptyGlob, "no file matches `100%`").in_file("a,b:c.js").note("one");
        let expected = "::warning file=a%2Cb%3Ac.js,title=empty-glob::no file matches `100%25`%0Aone";
        assert_eq!(command(&diagnostic), expected);
    }
}
