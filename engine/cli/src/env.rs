//! `.env` files: `KEY=value` lines, quotes, comments and `${KEY}` expansion, as dotenv and Vite read them.

use std::collections::BTreeMap;

use crate::world::World;
use std::path::Path;

/// What a variable's name must start with to reach the bundle; all others stay on this machine.
const PUBLIC: [&str; 2] = ["VITE_", "NEXXO_"];

/// What `import.meta.env` has in any case.
const BUILT_IN: [&str; 5] = ["BASE_URL", "DEV", "MODE", "PROD", "SSR"];

/// What the `.env` files and the environment say.
#[derive(Default, Debug)]
pub(crate) struct Variables {
    /// Those that the bundle may hold, by name.
    pub(crate) public: BTreeMap<String, String>,
    /// The names of those that are in the files and that it may not hold.
    pub(crate) private: Vec<String>,
    /// `NODE_ENV` as a `.env` file sets it.
    pub(crate) node_env: Option<String>,
}

/// Reads `.env`, `.env.local`, `.env.[mode]` and `.env.[mode].local` of `root`, later ones first in weight; what the
/// process was started with outweighs them all.
pub(crate) fn load(world: &World, root: &Path, mode: &str) -> Variables {
    let mut raw = BTreeMap::new();
    for name in [".env".into(), ".env.local".into(), format!(".env.{mode}"), format!(".env.{mode}.local")] {
        if let Ok(text) = world.read_text(&root.join(name)) {
            raw.extend(parse(&text));
        }
    }
    let expanded: BTreeMap<String, String> =
        raw.iter().map(|(name, value)| (name.clone(), expand(value, &raw, &world.vars, 0))).collect();
    let node_env = expanded.get("NODE_ENV").cloned();
    let is_public = |name: &str| PUBLIC.iter().any(|prefix| name.starts_with(prefix));
    let is_private = |name: &&String| !is_public(name) && *name != "NODE_ENV" && !BUILT_IN.contains(&name.as_str());
    let private = expanded.keys().filter(is_private).cloned().collect();
    let mut public: BTreeMap<String, String> = expanded.into_iter().filter(|(name, _)| is_public(name)).collect();
    public.extend(
        world.vars.iter().filter(|(name, _)| is_public(name)).map(|(name, value)| (name.clone(), value.clone())),
    );
    public.retain(|name, _| crate::checks::is_identifier(name));
    Variables { public, private, node_env }
}

/// The assignments of one file, in order. Lines that are none are passed over.
pub(crate) fn parse(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let line_end = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let line = rest[..line_end].trim_start();
        let assignment = line.strip_prefix("export ").unwrap_or(line).trim_start();
        let Some((name, value)) = assignment.split_once('=').filter(|(name, _)| is_name(name.trim_end())) else {
            rest = rest[line_end..].trim_start_matches(['\n', '\r']);
            continue;
        };
        // The value may go on past the line's end if it is quoted, so it is cut from `rest` again.
        let value_start = line_end - value.len();
        let (value, length) = parse_value(&rest[value_start..]);
        found.push((name.trim_end().to_owned(), value));
        rest = &rest[value_start + length..];
        // What is left of the line after a closing quote is a comment, or nothing that can be made sense of.
        let line_end = rest.find(['\n', '\r']).unwrap_or(rest.len());
        rest = rest[line_end..].trim_start_matches(['\n', '\r']);
    }
    found
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-'))
}

/// A value at the start of `text`, and how many bytes of `text` it takes.
fn parse_value(text: &str) -> (String, usize) {
    let line_end = text.find(['\n', '\r']).unwrap_or(text.len());
    let blank = text[..line_end].len() - text[..line_end].trim_start().len();
    let body = &text[blank..];
    if let Some(quote) = body.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))
        && let Some(length) = closing_quote(&body[1..], quote)
    {
        let inner = &body[1..=length];
        let inner = if quote == '"' { unescape(inner) } else { inner.to_owned() };
        return (inner, blank + length + 2);
    }
    let line = &text[..line_end];
    let value = line.split_once('#').map_or(line, |(value, _)| value);
    (value.trim().to_owned(), line_end)
}

/// Where the closing quote stands; one behind a backslash does not close.
fn closing_quote(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    text.char_indices().find_map(|(at, c)| {
        let closes = c == quote && !escaped;
        escaped = c == '\\' && !escaped;
        closes.then_some(at)
    })
}

fn unescape(text: &str) -> String {
    text.replace("\\n", "\n").replace("\\r", "\r").replace("\\\"", "\"")
}

/// How often a variable may lead to another; a circle of them ends here as the empty text.
const EXPANSION_LIMIT: usize = 20;

/// `value` with `$NAME`, `${NAME}` and `${NAME:-otherwise}` replaced; `\$` is a plain dollar sign.
fn expand(value: &str, file: &BTreeMap<String, String>, process: &BTreeMap<String, String>, depth: usize) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('$') {
        if rest[..at].ends_with('\\') {
            out.push_str(&rest[..at - 1]);
            out.push('$');
            rest = &rest[at + 1..];
            continue;
        }
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let braced = rest.strip_prefix('{').and_then(|inner| inner.find('}').map(|end| (&inner[..end], end + 2)));
        let bare = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
        let (reference, length) = braced.unwrap_or((&rest[..bare], bare));
        if reference.is_empty() {
            out.push('$');
            continue;
        }
        rest = &rest[length..];
        let (name, otherwise) = reference.split_once(":-").unwrap_or((reference, ""));
        match (process.get(name), file.get(name)) {
            (Some(value), _) => out.push_str(value),
            (None, Some(value)) if depth < EXPANSION_LIMIT && !value.is_empty() => {
                out.push_str(&expand(value, file, process, depth + 1));
            }
            _ => out.push_str(otherwise),
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::test_world;

    #[test]
    fn dotenv_syntax() {
        let text = "# comment\nA=1\nexport B = two words # why\r\nC='it''s # not a comment' # is one\nD=\"a\\nb \\\"c\\\"\"\n\
                    E=\"line 1\nline 2\"\nF=\nnot an assignment\nG=`x \"y\"`\nH='open\nI=a=b#c\n  J=ü\n";
        let found = parse(text);
        let pairs: Vec<(&str, &str)> = found.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert_eq!(
            pairs,
            [
                ("A", "1"),
                ("B", "two words"),
                ("C", "it"),
                ("D", "a\nb \"c\""),
                ("E", "line 1\nline 2"),
                ("F", ""),
                ("G", "x \"y\""),
                ("H", "'open"),
                ("I", "a=b"),
                ("J", "ü"),
            ]
        );
    }

    #[test]
    fn files_are_layered_and_only_public_names_leave() {
        let mut world = test_world(&[
            ("/app/.env", "VITE_A=base\nVITE_B=${SECRET}/x\nSECRET=s\nVITE_URL=$HOST:-none\nVITE_D=${NONE:-d}\\$1$\n"),
            ("/app/.env.local", "VITE_A=local\nNODE_ENV=production"),
            ("/app/.env.staging", "VITE_A=staging\nNEXXO_X=${VITE_A}!\nVITE_LOOP=${VITE_LOOP}"),
            ("/app/.env.production", "VITE_A=production"),
        ]);
        world.vars.insert("HOST".into(), "h".into());
        world.vars.insert("VITE_P".into(), "process".into());
        let variables = load(&world, Path::new("/app"), "staging");
        let found: Vec<(&str, &str)> = variables.public.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert_eq!(
            found,
            [
                ("NEXXO_X", "staging!"),
                ("VITE_A", "staging"),
                ("VITE_B", "s/x"),
                ("VITE_D", "d$1$"),
                ("VITE_LOOP", ""),
                ("VITE_P", "process"),
                ("VITE_URL", "h:-none"),
            ]
        );
        assert_eq!(variables.private, ["SECRET"]);
        assert_eq!(variables.node_env.as_deref(), Some("production"));
    }
}
