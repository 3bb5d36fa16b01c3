//! What tells TypeScript of the names of CSS Modules: a file beside each sheet (`card.module.css.d.ts`).

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use nexxo_base::{Code, Diagnostic};
use nexxo_vfs::{FileKind, Spares, ToWrite};

use crate::engine::CheckOutcome;
use crate::options::Plan;
use crate::place::{self, Placed};
use crate::world::World;

/// How each of the files begins: what does not is somebody else's.
const HEAD: &str = "// Made by Nexxo of the sheet beside it, and made again when that changes.\n";
const EXTENSION: &str = ".d.ts";

/// Writes what differs, and removes what is of sheets that are gone. Gives what went wrong.
pub(crate) fn write(plan: &Plan, checked: &CheckOutcome, world: &World) -> Vec<Diagnostic> {
    let files = match place(&checked.class_types, world) {
        Ok(files) => files,
        Err(problems) => return problems,
    };
    let borrowed: Vec<_> = files.iter().map(|file| ToWrite::new(file.path.clone(), &file.bytes)).collect();
    if let Err(error) = world.write_all(&borrowed) {
        let message = format!("the types of CSS Modules were not written: {error}");
        return vec![Diagnostic::error(Code::WriteFailed, message)];
    }
    remove_stale(plan, &checked.inputs, world)
}

/// The files for these sheets, or what stands in the way.
pub(crate) fn place(types: &[(PathBuf, String)], world: &World) -> Result<Vec<Placed>, Vec<Diagnostic>> {
    let file = |(sheet, text): &(PathBuf, String)| {
        let mut path = sheet.clone().into_os_string();
        path.push(EXTENSION);
        Placed::new(path.into(), format!("{HEAD}{text}").into(), None)
    };
    let files: Vec<Placed> = types.iter().map(file).collect();
    let foreign = files.iter().filter(|file| is_foreign(&file.path, world));
    let problems: Vec<Diagnostic> = foreign
        .map(|file| {
            let message = format!("{} was not made by Nexxo and is not overwritten", world.shown(&file.path));
            Diagnostic::error(Code::OutputClash, message).help("move it away, or leave out `cssModules.types`")
        })
        .collect();
    if problems.is_empty() { Ok(files) } else { Err(problems) }
}

/// Whether bytes are those of such a file.
pub(crate) fn is_made(bytes: &[u8]) -> bool {
    bytes.starts_with(HEAD.as_bytes())
}

/// Whether there is a file of that name which somebody else made.
pub(crate) fn is_foreign(path: &Path, world: &World) -> bool {
    path.as_os_str().as_encoded_bytes().ends_with(EXTENSION.as_bytes())
        && world.system.read(path).is_ok_and(|bytes| !is_made(&bytes))
}

/// Removes files that were made for sheets which are gone. They are small and few: nothing is written over them.
pub(crate) fn remove_stale(plan: &Plan, inputs: &[PathBuf], world: &World) -> Vec<Diagnostic> {
    place::remove(stale(plan, inputs, world).iter().map(|path| (&**path, 0)), &Spares::default(), world)
}

/// Files that were made for sheets which are gone: those in the folder of the project and in the folders below it that have
/// sources in them.
fn stale(plan: &Plan, inputs: &[PathBuf], world: &World) -> Vec<PathBuf> {
    let root = &plan.options.root;
    let inside = inputs.iter().filter_map(|path| path.strip_prefix(root).ok()?.parent()?.components().next());
    let folders: BTreeSet<PathBuf> = inside.map(|folder| root.join(folder)).collect();
    let mut open: Vec<PathBuf> = folders.into_iter().filter(|folder| is_source(folder, plan)).collect();
    let mut found = in_folder(root, world);
    while let Some(folder) = open.pop() {
        found.append(&mut in_folder(&folder, world));
        let entries = world.system.read_dir(&folder).unwrap_or_default().into_iter();
        let below = entries.filter(|it| it.kind == FileKind::Dir).map(|it| folder.join(it.name));
        open.extend(below.filter(|folder| is_source(folder, plan)));
    }
    found
}

fn is_source(folder: &Path, plan: &Plan) -> bool {
    let name = folder.file_name().unwrap_or_default().as_encoded_bytes();
    name != b"node_modules" && !name.starts_with(b".") && folder != plan.options.outdir
}

fn in_folder(folder: &Path, world: &World) -> Vec<PathBuf> {
    let names = world.names(folder).into_iter();
    let of_no_sheet = names.filter(|name| {
        let sheet = name.strip_suffix(EXTENSION).filter(|it| it.contains('.'));
        sheet.is_some_and(|sheet| !world.is_file(&folder.join(sheet)))
    });
    let paths = of_no_sheet.map(|name| folder.join(name));
    paths.filter(|path| world.system.read(path).is_ok_and(|bytes| is_made(&bytes))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::test_args;
    use crate::options::plan;
    use crate::world::test_world;

    const FILES: &[(&str, &str)] = &[("/site/index.html", ""), ("/site/src/ui/a.module.css", "")];

    fn write(world: &World, types: &[(&str, &str)]) -> Vec<String> {
        let plan = plan(&test_args(&["--css-modules-types"]), world).unwrap();
        let types = types.iter().map(|(path, text)| (path.into(), (*text).into()));
        let inputs = vec![PathBuf::from("/site/src/main.ts")];
        let checked = CheckOutcome { class_types: types.collect(), inputs, ..CheckOutcome::default() };
        super::write(&plan, &checked, world).into_iter().map(|it| it.message).collect()
    }

    #[test]
    fn files_of_sheets_that_are_gone_go() {
        let world = test_world(FILES);
        assert_eq!(write(&world, &[("/site/src/ui/a.module.css", "x"), ("/site/src/ui/b.module.css", "y")]), [""; 0]);
        assert_eq!(world.names(Path::new("/site/src/ui")), ["a.module.css", "a.module.css.d.ts"]);
        let text = world.read_text(Path::new("/site/src/ui/a.module.css.d.ts")).unwrap();
        assert_eq!(text, format!("{HEAD}x"));
    }

    #[test]
    fn files_of_others_stay() {
        let own = ("/site/src/ui/a.module.css.d.ts", "export {}");
        let old = ("/site/src/old.module.css.d.ts", "export {}");
        let world = test_world(&[FILES, &[own, old]].concat());
        let told = write(&world, &[("/site/src/ui/a.module.css", "x")]);
        assert_eq!(told, ["src/ui/a.module.css.d.ts was not made by Nexxo and is not overwritten"]);
        assert_eq!(world.read_text(Path::new(own.0)).unwrap(), own.1);
        assert_eq!(write(&world, &[]), [""; 0]);
        assert_eq!(world.read_text(Path::new(old.0)).unwrap(), old.1);
    }
}
