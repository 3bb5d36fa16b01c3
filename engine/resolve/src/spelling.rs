//! What a path that leads nowhere was likely meant to be.

use std::path::{Component, Path, PathBuf};

use nexxo_base::{Set, diagnostic::nearest};
use nexxo_vfs::FileKind;

use crate::{
    engines::{APP_EXTENSIONS, EXTENSION_ALIASES},
    files::Files,
};

/// The path as the file system spells it, if it differs from `place` only by letter case. Like `place`, it may lack
/// its extension.
pub(crate) fn other_case(place: &Path, files: &Files) -> Option<PathBuf> {
    let name = place.file_name()?.to_str()?;
    let mut real = PathBuf::new();
    for component in place.parent()?.components() {
        let next = real.join(component);
        if matches!(component, Component::Normal(_)) && files.kind(&next).is_none() {
            let other = files.listings().other_case(&real, component.as_os_str())?;
            real.push(other);
        } else {
            real = next;
        }
    }
    let names = entry_names(&real, files, false);
    let spelled = |entry: &String| {
        let endings = [(name.to_string(), "")].into_iter().chain(variants(name));
        endings.into_iter().find_map(|(candidate, ending)| {
            let matches = candidate.to_lowercase() == entry.to_lowercase();
            matches.then(|| as_asked(name, entry, ending))
        })
    };
    let mut found: Vec<String> = names.iter().filter_map(spelled).collect();
    found.sort_by_key(|spelled| spelled != name);
    let path = real.join(found.first()?);
    (path != place).then_some(path)
}

/// The path nearest to `place` that has the part which `place` gets wrong spelled like something that is there.
pub(crate) fn near(place: &Path, files: &Files) -> Option<PathBuf> {
    let mut dir = PathBuf::new();
    let mut rest = place.components();
    for component in rest.by_ref() {
        let next = dir.join(component);
        let last = next.as_os_str().len() == place.as_os_str().len();
        if last || (matches!(component, Component::Normal(_)) && !files.is_dir(&next)) {
            let name = component.as_os_str().to_str()?;
            let names = entry_names(&dir, files, !last);
            let spellings: Set<String> = if last {
                names.iter().flat_map(|entry| spellings(name, entry)).collect()
            } else {
                names.into_iter().collect()
            };
            let mut spellings: Vec<&str> = spellings.iter().map(String::as_str).collect();
            spellings.sort_unstable();
            return nearest(name, spellings).map(|name| dir.join(name).join(rest.as_path()));
        }
        dir = next;
    }
    None
}

/// `specifier`, which was taken to mean `place`, changed so that it means `actual`: from its end on, as far as it
/// spells out the place. `None` if the difference is in a part that it does not spell out.
pub(crate) fn respell(specifier: &str, place: &Path, actual: &Path) -> Option<String> {
    let (place, actual): (Vec<_>, Vec<_>) = (place.components().collect(), actual.components().collect());
    if place.len() != actual.len() {
        return None;
    }
    let mut parts: Vec<String> = specifier.split('/').map(str::to_string).collect();
    let pairs = place.iter().zip(&actual).rev();
    let mut respelled = 0;
    for (part, (old, new)) in parts.iter_mut().rev().zip(pairs) {
        if old.as_os_str() != part.as_str() {
            break;
        }
        *part = new.as_os_str().to_string_lossy().into_owned();
        respelled += 1;
    }
    let kept = place.len() - respelled;
    (place[..kept] == actual[..kept]).then(|| parts.join("/"))
}

fn entry_names(dir: &Path, files: &Files, folders: bool) -> Vec<String> {
    let entries = files.listings().names(dir);
    let entries = entries.iter().flat_map(|entries| entries.iter());
    entries
        .filter(|entry| !folders || entry.kind != FileKind::File)
        .filter_map(|entry| entry.name.to_str().map(str::to_string))
        .collect()
}

/// File names that `name` also stands for, each with what was added to `name`; for those of an extension alias, where
/// the extension was replaced, with its new extension.
fn variants(name: &str) -> Vec<(String, &'static str)> {
    let mut variants: Vec<(String, &'static str)> =
        APP_EXTENSIONS.iter().map(|extension| (format!("{name}{extension}"), *extension)).collect();
    for (extension, aliases) in EXTENSION_ALIASES {
        if let Some(stem) = name.strip_suffix(extension) {
            variants.extend(aliases.iter().map(|alias| (format!("{stem}{alias}"), *alias)));
        }
    }
    variants
}

/// `entry`, found for `name` by way of `ending`, spelled as `name` was: without extension, or with its own.
fn as_asked(name: &str, entry: &str, ending: &str) -> String {
    let stem = &entry[..entry.len() - ending.len().min(entry.len())];
    match name.rsplit_once('.') {
        Some((asked, extension)) if !ending.is_empty() && asked.len() == stem.len() => format!("{stem}.{extension}"),
        _ => stem.to_string(),
    }
}

/// The ways in which a specifier that ends like `name` could mean the file `entry`.
fn spellings(name: &str, entry: &str) -> Vec<String> {
    let mut spellings = Vec::new();
    let has_extension = Path::new(name).extension().is_some();
    if let Some((stem, extension)) = entry.rsplit_once('.') {
        if !has_extension {
            spellings.push(stem.to_string());
        }
        for (alias, real) in EXTENSION_ALIASES {
            if name.ends_with(alias) && real.contains(&format!(".{extension}").as_str()) {
                spellings.push(format!("{stem}{alias}"));
            }
        }
    }
    spellings.push(entry.to_string());
    spellings
}
