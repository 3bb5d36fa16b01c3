//! What the arguments without a flag mean: a folder (an app) or files (bundles).

use std::path::{Path, PathBuf};

use nexxo_base::diagnostic::nearest;
use nexxo_base::options::EntryPoint;
use nexxo_base::{Code, Diagnostic};

use crate::checks;
use crate::config::Config;
use crate::world::World;

/// What the command line asks to build.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Request {
    /// A folder with an index.html, or with what its configuration lists.
    Folder(PathBuf),
    /// Files: `name` and path of each, the path as it is written.
    Files(Vec<(Option<String>, String)>),
}

impl Request {
    /// Reads the arguments.
    pub(crate) fn new(arguments: &[String], world: &World) -> Result<Self, Box<Diagnostic>> {
        let folder = arguments.iter().find(|argument| world.is_folder(&world.absolute(argument)));
        match (folder, arguments) {
            (None, []) => Ok(Self::Folder(world.cwd.clone())),
            (Some(folder), [_]) => Ok(Self::Folder(world.absolute(folder))),
            (Some(folder), _) => {
                let message = format!("`{folder}` is a folder, and a folder is built on its own");
                Err(Diagnostic::error(Code::InvalidOption, message)
                    .help("build one folder (an app), or any number of files (bundles)")
                    .into())
            }
            (None, _) => {
                arguments.iter().map(|argument| named(argument, world)).collect::<Result<_, _>>().map(Self::Files)
            }
        }
    }

    /// The project's folder: where the configuration, `.env` files and `public` are looked for.
    pub(crate) fn root(&self, world: &World) -> PathBuf {
        match self {
            Self::Folder(root) => root.clone(),
            Self::Files(files) => match &files[..] {
                // `app/index.html` means what `app` means.
                [(None, path)] if Path::new(path).file_name().is_some_and(|name| name == "index.html") => {
                    let path = world.absolute(path);
                    path.parent().map_or_else(|| world.cwd.clone(), Path::to_owned)
                }
                _ => world.cwd.clone(),
            },
        }
    }
}

/// Splits `name=path`, unless the whole is a file.
fn named(argument: &str, world: &World) -> Result<(Option<String>, String), Box<Diagnostic>> {
    match argument.split_once('=') {
        Some((name, path)) if !world.is_file(&world.absolute(argument)) => {
            checks::check_entry_name(name).map_err(|wrong| Box::new(wrong.diagnostic(Code::InvalidOption)))?;
            Ok((Some(name.to_owned()), path.to_owned()))
        }
        _ => Ok((None, argument.to_owned())),
    }
}

/// The entries of a build: those of the command line, or the folder's own. A list of the configuration that has pages
/// adds to the folder's index.html; a list of nothing but scripts takes its place (a library with a page to try it on).
pub(crate) fn resolve(request: &Request, config: &Config, world: &World) -> Result<Vec<EntryPoint>, Vec<Diagnostic>> {
    let (folder, mut listed) = match request {
        Request::Files(files) => (world.cwd.clone(), files.clone()),
        Request::Folder(root) => {
            let folder = config.path.as_deref().and_then(Path::parent).unwrap_or(root);
            (folder.to_owned(), config.entries.clone())
        }
    };
    if let Request::Folder(root) = request {
        let index = root.join("index.html");
        let there = world.is_file(&index);
        if listed.is_empty() && !there {
            return Err(vec![no_index(root, world)]);
        }
        let is_index = |path: &str| nexxo_base::path::normalize(&folder.join(path)) == index;
        let pages = listed.is_empty() || listed.iter().any(|(_, path)| is_page(path));
        if there && pages && !listed.iter().any(|(_, path)| is_index(path)) {
            listed.insert(0, (None, index.to_string_lossy().into_owned()));
        }
    }
    let mut entries = Vec::new();
    let mut problems = Vec::new();
    for (name, path) in listed {
        match find(&path, &folder, world) {
            Ok(path) => entries.push(EntryPoint { name: name.map(Into::into), path }),
            Err(problem) => problems.push(*problem),
        }
    }
    if problems.is_empty() { Ok(entries) } else { Err(problems) }
}

/// Whether a path is that of a page.
pub(crate) fn is_page(path: impl AsRef<Path>) -> bool {
    path.as_ref().extension().is_some_and(|extension| extension == "html" || extension == "htm")
}

/// Extensions that an entry may be written without, in the order they are tried.
const EXTENSIONS: &[&str] = &["tsx", "ts", "jsx", "js", "mts", "mjs", "cts", "cjs", "css", "json", "html"];

/// The file that an entry names; or, for the name of an installed package, the name as it is.
fn find(path: &str, folder: &Path, world: &World) -> Result<PathBuf, Box<Diagnostic>> {
    let full = nexxo_base::path::normalize(&folder.join(path));
    if world.is_file(&full) {
        return Ok(full);
    }
    let with_extension = |extension: &&str| {
        let mut name = full.clone().into_os_string();
        name.push(format!(".{extension}"));
        Some(PathBuf::from(name)).filter(|path| world.is_file(path))
    };
    if let Some(found) = EXTENSIONS.iter().find_map(with_extension) {
        return Ok(found);
    }
    let mut parts = path.split('/');
    let package = match (parts.next(), parts.next()) {
        (Some(scope), Some(name)) if scope.starts_with('@') => format!("{scope}/{name}"),
        (first, _) => first.unwrap_or_default().to_owned(),
    };
    let bare = !matches!(package.as_str(), "" | "." | "..") && !Path::new(path).is_absolute();
    if bare && folder.ancestors().any(|above| world.is_folder(&above.join("node_modules").join(&package))) {
        return Ok(PathBuf::from(path));
    }
    Err(not_found(path, &full, world).into())
}

fn not_found(path: &str, full: &Path, world: &World) -> Diagnostic {
    if world.is_folder(full) {
        return Diagnostic::error(Code::EntryNotFound, format!("the entry `{path}` is a folder"))
            .help("name the file in it that is to be built");
    }
    let diagnostic = Diagnostic::error(Code::EntryNotFound, format!("the entry `{path}` does not exist"));
    let (Some(folder), Some(name)) = (full.parent(), full.file_name()) else { return diagnostic };
    if !world.is_folder(folder) {
        return diagnostic.help(format!("the folder {} does not exist either", world.shown(folder)));
    }
    let names = world.names(folder);
    match nearest(&name.to_string_lossy(), names.iter().map(String::as_str)) {
        Some(near) => diagnostic.help(format!("did you mean `{}`?", world.shown(&folder.join(near)))),
        None => diagnostic,
    }
}

/// Files that are likely to be a project's first, for advice.
const LIKELY: &[&str] = &["src/main", "src/index", "index", "main", "src/lib", "src/app"];

fn no_index(root: &Path, world: &World) -> Diagnostic {
    let shown = if root == world.cwd { "the current folder".to_owned() } else { format!("`{}`", world.shown(root)) };
    let diagnostic = Diagnostic::error(Code::EntryNotFound, format!("there is no index.html in {shown}"));
    let near = world.names(root).into_iter().find(|name| name.eq_ignore_ascii_case("index.html"));
    let likely = LIKELY.iter().find_map(|path| {
        let found = EXTENSIONS[..8].iter().map(|extension| root.join(format!("{path}.{extension}")));
        found.into_iter().find(|path| world.is_file(path))
    });
    diagnostic.help(match (near, likely) {
        (Some(near), _) => format!("rename `{near}` to `index.html`"),
        (_, Some(likely)) => format!("a folder is built from its index.html; for a bundle name the file: nexxo build {}", world.shown(&likely)),
        _ => "a folder is built from its index.html; for a bundle name its files, or list them as `entries` in nexxo.config.json".into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::test_world;

    fn check(files: &[&str], arguments: &[&str], listed: &[&str]) -> Result<Vec<String>, String> {
        let files: Vec<(&str, &str)> = files.iter().map(|file| (*file, "")).collect();
        let world = test_world(&files);
        let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
        let config =
            Config { entries: listed.iter().map(|path| (None, path.to_string())).collect(), ..Config::default() };
        let text =
            |problem: &Diagnostic| format!("{}; {}", problem.message, problem.help.as_deref().unwrap_or_default());
        let request = Request::new(&arguments, &world).map_err(|problem| text(&problem))?;
        let entries = resolve(&request, &config, &world).map_err(|problems| text(&problems[0]))?;
        let shown = |entry: &EntryPoint| {
            let path = world.shown(&entry.path);
            entry.name.as_ref().map_or(path.clone(), |name| format!("{name}={path}"))
        };
        Ok(entries.iter().map(shown).collect())
    }

    #[test]
    fn folders_and_files() {
        let files =
            ["/site/index.html", "/site/app/index.html", "/site/src/a.ts", "/site/node_modules/@s/p/package.json"];
        let check = |arguments: &[&str]| check(&files, arguments, &[]);
        assert_eq!(check(&[]).unwrap(), ["index.html"]);
        assert_eq!(check(&["app"]).unwrap(), ["app/index.html"]);
        assert_eq!(check(&["src/a.ts", "b=src/a", "@s/p/x"]).unwrap(), ["src/a.ts", "b=src/a.ts", "@s/p/x"]);
        assert_eq!(check(&["src/b.ts"]).unwrap_err(), "the entry `src/b.ts` does not exist; did you mean `src/a.ts`?");
        assert_eq!(
            check(&["source/b.ts"]).unwrap_err(),
            "the entry `source/b.ts` does not exist; the folder source does not exist either"
        );
        assert!(check(&["app", "src/a.ts"]).unwrap_err().contains("built on its own"));
        assert!(check(&["app", "src"]).unwrap_err().contains("built on its own"));
        assert!(check(&["../x=src/a.ts"]).unwrap_err().contains("name of an output"));
        assert!(check(&["src"]).unwrap_err().contains("no index.html in `src`"));
    }

    #[test]
    fn a_listed_page_adds_and_a_listed_script_replaces() {
        let files = ["/site/index.html", "/site/about.html", "/site/src/lib.ts"];
        assert_eq!(check(&files, &[], &["about.html"]).unwrap(), ["index.html", "about.html"]);
        assert_eq!(check(&files, &[], &["about.html", "./index.html"]).unwrap(), ["about.html", "index.html"]);
        assert_eq!(check(&files, &[], &["src/lib.ts"]).unwrap(), ["src/lib.ts"]);
        assert_eq!(check(&files, &["about.html"], &["src/lib.ts"]).unwrap(), ["about.html"]);
        let bare = ["/site/src/main.ts"];
        assert!(check(&bare, &[], &[]).unwrap_err().ends_with("nexxo build src/main.ts"));
    }
}
