//! Paths in specifiers, variables of `import.meta.env`, and classes.

use std::path::{Path, PathBuf};

use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionParams, CompletionResponse, CompletionTextEdit, Documentation,
    MarkupContent, MarkupKind, TextEdit,
};
use nexxo_db::{ClassItem, Engine};
use tower_lsp::jsonrpc::Result;

use super::ask;
use super::hover::css;
use crate::positions::{Encoding, offset_at, range_of};
use crate::workspace::Workspace;

pub(crate) async fn answer(workspace: &Workspace, params: CompletionParams) -> Result<Option<CompletionResponse>> {
    let at = params.text_document_position;
    let encoding = workspace.encoding();
    let items = ask(workspace, &at.text_document.uri, move |engine, path| {
        let (text, _) = engine.text(path)?;
        let offset = offset_at(&text, at.position, encoding);
        let before = &text[..offset as usize];
        let line = &before[before.rfind(['\n', '\r']).map_or(0, |end| end + 1)..];
        match place(line) {
            Some(Place::Path(written)) => Some(paths(engine, path, written)),
            Some(Place::Variable) => Some(variables(engine)),
            None => {
                let classes = engine.class_completions(path, offset)?;
                Some(classes.into_iter().map(|it| class(&text, it, encoding)).collect())
            }
        }
    });
    Ok(items.await.flatten().map(CompletionResponse::Array))
}

/// What stands before the cursor.
#[derive(PartialEq, Eq, Debug)]
enum Place<'t> {
    /// A relative specifier, as far as it is written.
    Path(&'t str),
    /// A variable of `import.meta.env`.
    Variable,
}

/// What a specifier may stand behind.
const BEFORE: &[&str] = &[
    "from",
    "import",
    "import(",
    "require(",
    "require.resolve(",
    "new URL(",
    "glob(",
    "@import",
    "url(",
    "src=",
    "href=",
];

/// What stands before the name of a variable.
pub(super) const ENV: &str = "import.meta.env.";

/// Whether a name of a variable may hold it.
pub(super) fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

fn place(line: &str) -> Option<Place<'_>> {
    if line.trim_end_matches(is_of_name).ends_with(ENV) {
        return Some(Place::Variable);
    }
    let quote = line.rfind(['"', '\'', '`'])?;
    let (before, written) = (line[..quote].trim_end(), &line[quote + 1..]);
    let is_path = written.starts_with('.') || written.starts_with('/');
    (is_path && BEFORE.iter().any(|it| before.ends_with(it))).then_some(Place::Path(written))
}

/// The files and folders that could come next.
fn paths(engine: &Engine, file: &Path, written: &str) -> Vec<CompletionItem> {
    let folder_written = written.rfind('/').map_or("", |end| &written[..=end]);
    let folder: PathBuf = match folder_written.strip_prefix('/') {
        Some(below) => engine.root().join(below),
        None => file.parent().unwrap_or(file).join(folder_written),
    };
    let entries = engine.entries_of(&nexxo_base::path::normalize(&folder)).into_iter();
    let items =
        entries.filter(|(name, _)| name != "node_modules" && !name.starts_with('.')).map(|(name, is_folder)| {
            // TypeScript wants its own extensions left out.
            let stem = [".tsx", ".ts", ".jsx", ".js"].iter().find_map(|it| name.strip_suffix(it));
            let insert = match stem {
                Some(stem)
                    if !is_folder && engine.leads(file, &format!("{folder_written}{stem}"), &folder.join(&name)) =>
                {
                    stem.to_string()
                }
                _ => name.clone(),
            };
            CompletionItem {
                kind: Some(if is_folder { CompletionItemKind::FOLDER } else { CompletionItemKind::FILE }),
                insert_text: (insert != name).then_some(insert),
                label: name,
                ..CompletionItem::default()
            }
        });
    items.collect()
}

fn class(text: &str, item: ClassItem, encoding: Encoding) -> CompletionItem {
    let replaced = &text[item.span.start as usize..item.span.end as usize];
    let documentation =
        css(&item.rules).map(|value| Documentation::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value }));
    // What is written is compared with what is replaced, and the dot is part of that where brackets come in its place.
    let dot = replaced.find(|c: char| c != '?' && c != '.').unwrap_or(replaced.len());
    let filter_text = (item.text != item.key).then(|| format!("{}{}", &replaced[..dot], item.key));
    let edit = TextEdit { range: range_of(text, item.span, encoding), new_text: item.text };
    CompletionItem {
        label: item.key,
        kind: Some(CompletionItemKind::FIELD),
        documentation,
        filter_text,
        text_edit: Some(CompletionTextEdit::Edit(edit)),
        ..CompletionItem::default()
    }
}

fn variables(engine: &Engine) -> Vec<CompletionItem> {
    let items = engine.env_variables().into_iter().map(|(name, value)| CompletionItem {
        label: name,
        kind: Some(CompletionItemKind::CONSTANT),
        detail: Some(value),
        ..CompletionItem::default()
    });
    items.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_completed_where_specifiers_stand() {
        assert_eq!(place("import a from './x/"), Some(Place::Path("./x/")));
        assert_eq!(place("const u = new URL('../"), Some(Place::Path("../")));
        assert_eq!(place("<script type=module src=\"/sr"), Some(Place::Path("/sr")));
        assert_eq!(place("@import './"), Some(Place::Path("./")));
        assert_eq!(place("const a = './"), None);
        assert_eq!(place("import a from 'rea"), None);
        assert_eq!(place("if (import.meta.env.VI"), Some(Place::Variable));
        assert_eq!(place("env.VI"), None);
    }
}
