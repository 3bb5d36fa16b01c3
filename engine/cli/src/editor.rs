//! The user's editor, opened at a place in a file.

use std::path::Path;

use crate::world::World;

/// Editors that take the terminal, which the server has.
const OF_TERMINALS: &[&str] = &["vi", "vim", "nvim", "nano", "pico", "micro", "hx", "helix", "joe", "ed"];

/// Opens a file; line and column count from 1.
///
/// # Errors
/// Why that is not possible, for the terminal.
pub(crate) fn open(file: &Path, line: u32, column: u32, world: &World) -> Result<(), String> {
    let named = ["LAUNCH_EDITOR", "VISUAL", "EDITOR"].iter().find(|name| world.is_set(name));
    let command = named.map_or("code", |name| world.vars[*name].as_str());
    let mut words = command.split_whitespace();
    let Some(program) = words.next() else { return Ok(()) };
    let name = name_of(program);
    if OF_TERMINALS.contains(&name.as_str()) {
        return Err(format!("{program} needs a terminal of its own: name another editor with LAUNCH_EDITOR"));
    }
    let arguments: Vec<String> = words.map(str::to_owned).chain(place(&name, file, line, column)).collect();
    world
        .start(program, &arguments)
        .map_err(|error| format!("the editor {program} cannot be started: {error}; name yours with LAUNCH_EDITOR"))
}

/// What a program is called, wherever it is.
fn name_of(program: &str) -> String {
    let name = program.rsplit(['/', '\\']).next().unwrap_or(program).to_ascii_lowercase();
    [".exe", ".cmd", ".sh"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name).to_owned()
}

/// The arguments that lead an editor to a place.
fn place(name: &str, file: &Path, line: u32, column: u32) -> Vec<String> {
    let path = file.to_string_lossy().into_owned();
    let whole = format!("{path}:{line}:{column}");
    match name {
        "code" | "code-insiders" | "codium" | "vscodium" | "cursor" | "windsurf" | "trae" | "positron" => {
            vec!["-r".into(), "-g".into(), whole]
        }
        "subl" | "sublime_text" | "zed" | "zeditor" | "atom" | "lapce" | "kate" => vec![whole],
        "emacs" | "emacsclient" | "gvim" | "mvim" | "gedit" => {
            let at = if name.starts_with("emacs") { format!("+{line}:{column}") } else { format!("+{line}") };
            vec![at, path]
        }
        "webstorm" | "idea" | "phpstorm" | "pycharm" | "rubymine" | "goland" | "rustrover" | "clion" => {
            vec!["--line".into(), line.to_string(), "--column".into(), column.to_string(), path]
        }
        "notepad++" => vec![format!("-n{line}"), format!("-c{column}"), path],
        // One that is not known gets what all understand.
        _ => vec![path],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editors_are_led_to_the_place() {
        let at = |program: &str| place(&name_of(program), Path::new("/a/b.ts"), 3, 7).join(" ");
        assert_eq!(at("/usr/bin/code"), "-r -g /a/b.ts:3:7");
        assert_eq!(at("C:\\x\\Code.cmd"), "-r -g /a/b.ts:3:7");
        assert_eq!(at("zed"), "/a/b.ts:3:7");
        assert_eq!(at("webstorm.sh"), "--line 3 --column 7 /a/b.ts");
        assert_eq!(at("emacsclient"), "+3:7 /a/b.ts");
        assert_eq!(at("my-editor"), "/a/b.ts");
    }
}
