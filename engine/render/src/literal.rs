//! Constants written in place of the names that stood for them.

use std::borrow::Cow;

use nexxo_base::module::Constant;

use crate::output::push_string;

/// Appends `value` between what is written already and `next`, in parentheses where it could be read as anything else.
pub(crate) fn push_constant(out: &mut String, value: &Constant, next: &str, minify: bool) {
    let text = text(value, minify);
    let wrap = match value {
        Constant::Null => false,
        Constant::Boolean(_) if !minify => false,
        // A statement of its own could become a directive.
        Constant::String(_) => matches!(out.as_bytes().last(), None | Some(b';' | b'{' | b'}' | b'\n' | b'\t')),
        Constant::Number(text) if !text.starts_with('-') => next.starts_with('.'),
        _ => !may_be_unary(out, &text, next),
    };
    if wrap {
        out.push('(');
    }
    out.push_str(&text);
    if wrap {
        out.push(')');
    }
}

fn text(value: &Constant, minify: bool) -> Cow<'_, str> {
    match value {
        Constant::Undefined => "void 0".into(),
        Constant::Null => "null".into(),
        Constant::Boolean(true) => if minify { "!0" } else { "true" }.into(),
        Constant::Boolean(false) => if minify { "!1" } else { "false" }.into(),
        Constant::Number(text) if minify => short_number(text),
        Constant::Number(text) => text.as_str().into(),
        Constant::String(text) => {
            let mut quoted = String::new();
            push_string(&mut quoted, text);
            quoted.into()
        }
    }
}

/// `0.5` as `.5`, `1000000` as `1e6`, `1e+21` as `1e21`.
fn short_number(text: &str) -> Cow<'_, str> {
    let (sign, digits) = text.split_at(usize::from(text.starts_with('-')));
    if let Some(fraction) = digits.strip_prefix("0.") {
        return format!("{sign}.{fraction}").into();
    }
    if digits.contains('e') {
        return text.replace('+', "").into();
    }
    let zeros = digits.len() - digits.trim_end_matches('0').len();
    if zeros < 3 || digits.contains('.') {
        return text.into();
    }
    format!("{sign}{}e{zeros}", &digits[..digits.len() - zeros]).into()
}

/// Whether an operand with an operator before it may stand here without parentheses.
fn may_be_unary(before: &str, text: &str, next: &str) -> bool {
    // What binds closer than the operator, or takes the operand for its own.
    let bound_after = next.is_empty() || next.starts_with(['.', '[', '(', '`']) || next.starts_with("?.");
    if bound_after || next.trim_start().starts_with("**") {
        return false;
    }
    let word_end = before.trim_end();
    let word_start = word_end.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '$' | '.'));
    match &word_end[word_start.len()..] {
        "extends" | "new" => return false,
        "" => {}
        // Any other word before an operand is an operator or begins a statement, if there is a space between.
        _ => return word_end.len() < before.len(),
    }
    let is_minus = text.starts_with('-');
    let touches = word_end.len() == before.len();
    match word_end.as_bytes().last() {
        Some(
            b'=' | b'(' | b',' | b':' | b'[' | b'?' | b'&' | b'|' | b'<' | b'>' | b'*' | b'/' | b'%' | b'^' | b'!'
            | b'{',
        ) => true,
        Some(b'-' | b'+') => !is_minus || !touches,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(before: &str, value: &Constant, next: &str, expected: &str) {
        let mut out = before.to_string();
        push_constant(&mut out, value, next, true);
        assert_eq!(out[before.len()..], *expected);
    }

    #[test]
    fn operands_are_wrapped_where_they_would_mean_something_else() {
        let number = |text: &str| Constant::Number(text.into());
        check("a=", &number("1000000"), ";", "1e6");
        check("a=", &number("0.5"), ";", ".5");
        check("a=", &number("1"), ".toFixed()", "(1)");
        check("a-", &number("-1"), ";", "(-1)");
        check("a - ", &number("-1"), ";", "-1");
        check("a=", &number("-1"), "**2", "(-1)");
        check("a=", &number("-1"), "[b]", "(-1)");
        check("return ", &number("-1"), ";", "-1");
        check("class A extends ", &Constant::Undefined, "{}", "(void 0)");
        check("new ", &Constant::Boolean(true), "()", "(!0)");
        check("if(", &Constant::Boolean(true), ")", "!0");
        check("a=b?", &Constant::Undefined, ":c", "void 0");
        check("", &Constant::Undefined, "", "(void 0)");
        check("a(", &Constant::String("x".into()), ")", "\"x\"");
        check("{", &Constant::String("use strict".into()), ";", "(\"use strict\")");
        check("a=", &Constant::Null, ".b", "null");
    }
}
