//! What somebody at the terminal may ask of a server, by a letter and Enter.

use crate::report::Report;
use crate::service::Urls;
use crate::world::World;

/// What is asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Shortcut {
    Restart,
    Urls,
    Open,
    Clear,
    Help,
    Quit,
}

/// The letters, and what they do in words.
const ALL: &[(&str, Shortcut, &str)] = &[
    ("r", Shortcut::Restart, "restart with the options as they are now"),
    ("u", Shortcut::Urls, "show where the app is found"),
    ("o", Shortcut::Open, "open it in a browser"),
    ("c", Shortcut::Clear, "clear the terminal"),
    ("h", Shortcut::Help, "show this help"),
    ("q", Shortcut::Quit, "quit"),
];

/// Listens as long as the process lives, if somebody is there to ask; `has` says which are of use. Tells how to get help.
pub(crate) fn listen(
    world: &World,
    report: &mut Report<'_>,
    has: fn(Shortcut) -> bool,
    mut asked: impl FnMut(Shortcut) + Send + 'static,
) {
    if !report.is_watched() || !world.stdin_terminal {
        return;
    }
    report.hint("press h + enter to show help");
    world.on_lines(move |line| {
        let found = ALL.iter().find(|(letter, shortcut, _)| *letter == line.trim() && has(*shortcut));
        if let Some((_, shortcut, _)) = found {
            asked(*shortcut);
        }
    });
}

/// Does what needs no server. Says whether it was that.
pub(crate) fn answer(
    shortcut: Shortcut,
    urls: &Urls,
    has: fn(Shortcut) -> bool,
    world: &World,
    report: &mut Report<'_>,
) -> bool {
    match shortcut {
        Shortcut::Urls => report.urls(&urls.local, &urls.network),
        Shortcut::Open => urls.open("", world),
        Shortcut::Clear => report.clear(),
        Shortcut::Help => {
            let lines = ALL
                .iter()
                .filter(|(_, it, _)| has(*it))
                .map(|(letter, _, words)| format!("  {letter} + enter  {words}"));
            report.told(&lines.collect::<Vec<_>>().join("\n"));
        }
        Shortcut::Restart | Shortcut::Quit => return false,
    }
    true
}
