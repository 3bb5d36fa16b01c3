//! Targets that are not engines or editions themselves but stand for some: `baseline-widely-available` and
//! `browserslist`.

use std::path::Path;

use serde_json::Value;

use crate::checks::{self, Wrong};
use crate::world::World;

/// Engines that have what has been in all of them for thirty months, as Vite counts it.
const BASELINE_ENGINES: &str = "chrome111,edge111,firefox114,safari16.4";

/// The name of these.
pub(crate) const BASELINE: &str = "baseline-widely-available";

/// What the queries come after when they are in the target itself.
const PREFIX: &str = "browserslist:";

/// Whether a target asks for browserslist.
pub(crate) fn is_browserslist(target: &str) -> bool {
    target == "browserslist" || target.starts_with(PREFIX)
}

/// A target as a list of editions and engines. `root` is where a project's browserslist is looked for first.
pub(crate) fn resolve(target: &str, root: &Path, mode: &str, world: &World) -> Result<String, Wrong> {
    if target == BASELINE {
        return Ok(BASELINE_ENGINES.into());
    }
    let queries = match target.strip_prefix(PREFIX) {
        Some(queries) => vec![queries.trim().to_owned()],
        None if target == "browserslist" => configured(root, mode, world)?,
        None => return checks::check_target(target),
    };
    let shown = queries.join(", ");
    match nexxo_db::of_browserslist(&queries) {
        Ok(targets) if targets.is_empty() => {
            Err(Wrong::new(format!("the browserslist query `{shown}` selects no browser that is known")))
        }
        Ok(targets) => Ok(targets),
        Err(error) => Err(Wrong::new(format!("the browserslist query `{shown}` cannot be understood: {error}"))),
    }
}

/// The queries of the nearest folder with a `.browserslistrc`, or a package.json with `browserslist`.
fn configured(root: &Path, mode: &str, world: &World) -> Result<Vec<String>, Wrong> {
    let found = root.ancestors().find_map(|folder| {
        let file =
            ["browserslist", ".browserslistrc"].into_iter().find_map(|name| world.read_text(&folder.join(name)).ok());
        let package = || world.read_text(&folder.join("package.json")).ok().and_then(|text| of_package(&text, mode));
        file.map(|text| of_file(&text, mode)).or_else(package)
    });
    found.filter(|queries| !queries.is_empty()).ok_or_else(|| {
        Wrong::new("the target is `browserslist`, but the project has none")
            .help("add a .browserslistrc or the key `browserslist` of package.json, or write `browserslist: defaults`")
    })
}

fn of_package(text: &str, mode: &str) -> Option<Vec<String>> {
    let package: Value = serde_json::from_str(text).ok()?;
    let list = package.get("browserslist")?;
    let list = if list.is_object() { list.get(mode).or_else(|| list.get("defaults"))? } else { list };
    Some(match list {
        Value::String(query) => vec![query.clone()],
        Value::Array(queries) => queries.iter().filter_map(|query| query.as_str().map(str::to_owned)).collect(),
        _ => return None,
    })
}

/// One query a line; `#` starts a comment; `[production staging]` a section for these modes.
fn of_file(text: &str, mode: &str) -> Vec<String> {
    let mut sections: Vec<(Vec<&str>, Vec<String>)> = vec![(vec!["defaults"], Vec::new())];
    for line in text.lines() {
        let line = line.split('#').next().unwrap_or_default().trim();
        if let Some(names) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            sections.push((names.split_whitespace().collect(), Vec::new()));
        } else if let (false, Some((_, queries))) = (line.is_empty(), sections.last_mut()) {
            queries.push(line.to_owned());
        }
    }
    let of = |name: &str| sections.iter().rfind(|(names, _)| names.contains(&name)).map(|(_, queries)| queries.clone());
    of(mode).or_else(|| of("defaults")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::test_world;

    fn resolved(target: &str, files: &[(&str, &str)]) -> Result<String, String> {
        resolve(target, Path::new("/site/app"), "production", &test_world(files)).map_err(|wrong| wrong.message)
    }

    #[test]
    fn queries() {
        assert_eq!(resolved("browserslist: chrome 100, safari 15.4", &[]).unwrap(), "chrome100,safari15.4");
        assert_eq!(resolved("baseline-widely-available", &[]).unwrap(), BASELINE_ENGINES);
        assert!(resolved("browserslist: chrom 100", &[]).unwrap_err().contains("cannot be understood"));
        assert!(resolved("browserslist", &[]).unwrap_err().contains("has none"));
    }

    #[test]
    fn files_of_the_project() {
        let sections = "firefox 90 # old\n[development]\nchrome 120\n[production staging]\nchrome 80\nchrome 90\n";
        assert_eq!(resolved("browserslist", &[("/site/.browserslistrc", sections)]).unwrap(), "chrome80");
        let package = r#"{ "browserslist": { "production": ["edge 90"], "development": "chrome 1" } }"#;
        assert_eq!(resolved("browserslist", &[("/site/app/package.json", package)]).unwrap(), "edge90");
        let list = r#"{ "browserslist": "edge 91" }"#;
        assert_eq!(resolved("browserslist", &[("/site/app/package.json", list)]).unwrap(), "edge91");
    }
}
