//! What is known of the file that a specifier leads to, or of a class.

use lsp_types::{Hover, HoverContents, HoverParams, MarkupContent, MarkupKind};
use nexxo_base::Span;
use nexxo_base::module::Format;
use nexxo_db::{ClassFacts, Engine, ModuleFacts, Target};
use tower_lsp::jsonrpc::Result;

use super::completion::{ENV, is_of_name};
use super::{ask, bytes, class_at, reference_at};
use crate::positions::{offset_at, range_of};
use crate::workspace::Workspace;

pub(crate) async fn answer(workspace: &Workspace, params: HoverParams) -> Result<Option<Hover>> {
    let at = params.text_document_position_params;
    let encoding = workspace.encoding();
    let hover = ask(workspace, &at.text_document.uri, move |engine, path| {
        let (text, _) = engine.text(path)?;
        let variable = variable_at(&text, offset_at(&text, at.position, encoding));
        let (value, span) = match (variable, class_at(engine, path, at.position, encoding)) {
            (Some(span), _) => (of_variable(engine, &text[span.start as usize..span.end as usize]), span),
            (_, Some(class)) => (of_class(&engine.class_facts(&class)?), class.span),
            _ => {
                let reference = reference_at(engine, path, at.position, encoding)?;
                let cycles = engine.closed_cycles(path).into_iter().filter(|it| it.span == reference.span);
                let lines = [words(engine, &reference.target)?].into_iter().chain(cycles.map(|it| it.words()));
                (lines.collect::<Vec<_>>().join("\n\n"), reference.span)
            }
        };
        let contents = HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value });
        Some(Hover { contents, range: Some(range_of(&text, span, encoding)) })
    });
    Ok(hover.await.flatten())
}

fn words(engine: &Engine, target: &Target) -> Option<String> {
    Some(match target {
        Target::File(file) => match engine.module_facts(file) {
            Some(facts) => of_module(&facts),
            None => format!("`{}`\n\nnot part of the bundle: nothing asks for it", file.display()),
        },
        Target::Files(files) if files.is_empty() => "no file matches".to_string(),
        Target::Files(files) => {
            let list: String = files.iter().take(SHOWN).map(|file| format!("\n- `{}`", file.display())).collect();
            let rest = files.len().saturating_sub(SHOWN);
            let rest = if rest > 0 { format!("\n- and {rest} more") } else { String::new() };
            format!("{} files{list}{rest}", files.len())
        }
        Target::External(name) => format!("stays outside of the bundle, as `{name}`"),
        Target::Disabled => "switched off by `package.json`: an empty module".to_string(),
        Target::Made | Target::Missing(_) => return None,
    })
}

/// The place of the name of a variable of `import.meta.env` around a byte.
fn variable_at(text: &str, offset: u32) -> Option<Span> {
    let (before, after) = text.split_at_checked(offset as usize)?;
    let start = before.trim_end_matches(is_of_name).len();
    let end = text.len() - after.trim_start_matches(is_of_name).len();
    (start < end && text[..start].ends_with(ENV)).then(|| Span::new(start as u32, end as u32))
}

fn of_variable(engine: &Engine, name: &str) -> String {
    let mode = engine.mode();
    match engine.env_variables().into_iter().find(|(it, _)| it == name) {
        Some((_, value)) => format!("```js\n{ENV}{name} = {value}\n```\n\nin the mode `{mode}`"),
        None => format!("`{ENV}{name}` is `undefined` in the mode `{mode}`"),
    }
}

fn of_class(facts: &ClassFacts) -> String {
    let mut lines = vec![format!("`{}`", facts.path)];
    lines.extend(css(&facts.rules));
    lines.extend(facts.output.as_ref().map(|name| format!("in the bundle: `{name}`")));
    lines.join("\n\n")
}

/// Rules as Markdown, as far as they are shown.
pub(super) fn css(rules: &[String]) -> Option<String> {
    let shown: Vec<&str> = rules.iter().take(RULES).map(String::as_str).collect();
    let rest = rules.len() - shown.len();
    let rest = if rest > 0 { format!("\n\nand {rest} more") } else { String::new() };
    (!shown.is_empty()).then(|| format!("```css\n{}\n```{rest}", shown.join("\n")))
}

/// Rules of a class that are shown. A guess: what a small window shows.
const RULES: usize = 5;

/// Files of a pattern that are listed. A guess: what a small window shows.
const SHOWN: usize = 20;

fn of_module(facts: &ModuleFacts) -> String {
    let mut lines = vec![format!("`{}`", facts.path)];
    if let Some((name, version)) = &facts.package {
        lines.push(format!("package `{name}` {}", version.as_deref().unwrap_or_default()));
    }
    let format = match facts.format {
        Some(Format::Esm) => "ES module, ",
        Some(Format::CommonJs) => "CommonJS, ",
        None => "",
    };
    let output = match facts.output {
        Some(output) => format!("{} in the bundle before it is minified", bytes(output)),
        None if facts.passes_on => "only passes names on".to_string(),
        None => "nothing of it is in the bundle".to_string(),
    };
    lines.push(format!("{format}{}; {output}", bytes(facts.bytes)));
    if !facts.side_effects {
        lines.push("without side effects: only what is used of it stays".to_string());
    }
    lines.extend(facts.chunks.iter().map(|chunk| {
        let why = match (chunk.is_dynamic, chunk.is_shared) {
            (true, _) => ", loaded by `import()`",
            (_, true) => ", which several entry points share",
            _ => "",
        };
        format!("in `{}`{why}", chunk.name)
    }));
    lines.push(match facts.importers {
        1 => "1 importer".to_string(),
        number => format!("{number} importers"),
    });
    lines.join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_found_around_a_place() {
        let text = "f(import.meta.env.VITE_X, env.VITE_X)";
        let name = Some(Span::new(18, 24));
        assert_eq!([variable_at(text, 18), variable_at(text, 20), variable_at(text, 24)], [name; 3]);
        assert_eq!([variable_at(text, 17), variable_at(text, 32), variable_at(text, 99)], [None; 3]);
        assert_eq!(variable_at("import.meta.env.", 16), None);
    }
}
