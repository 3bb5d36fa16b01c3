//! The disk itself.

use std::{path::PathBuf, sync::Arc};

use nexxo_base::{module::ImportKind, options::ResolveOptions};
use nexxo_resolve::{Resolver, Target};
use nexxo_vfs::{OsSystem, System};

#[cfg(unix)]
#[test]
fn a_pnpm_layout_gives_real_paths() {
    let dir = tempfile::tempdir().unwrap();
    let root = OsSystem.canonicalize(dir.path()).unwrap();
    let store = root.join("node_modules/.pnpm");
    let files = [
        ("a@1.0.0/node_modules/a/package.json", r#"{"name": "a", "module": "esm.js", "sideEffects": false}"#),
        ("a@1.0.0/node_modules/a/esm.js", ""),
        ("b@2.0.0/node_modules/b/index.js", ""),
    ];
    for (path, text) in files {
        OsSystem.write(&store.join(path), text.as_bytes()).unwrap();
    }
    OsSystem.write(&root.join("src/main.ts"), b"").unwrap();
    std::os::unix::fs::symlink(".pnpm/a@1.0.0/node_modules/a", root.join("node_modules/a")).unwrap();
    std::os::unix::fs::symlink("../../b@2.0.0/node_modules/b", store.join("a@1.0.0/node_modules/b")).unwrap();

    let options = ResolveOptions { root: root.clone(), ..ResolveOptions::default() };
    let resolver = Resolver::new(&options, Arc::new(OsSystem));
    let file = |importer: PathBuf, specifier| match resolver.resolve(&importer, specifier, ImportKind::Import).target {
        Ok(Target::File { path, .. }) => {
            let side_effects = resolver.package_of(&path).is_none_or(|package| package.has_side_effects(&path));
            (path, side_effects)
        }
        other => panic!("{other:?}"),
    };
    let (a, a_effects) = file(root.join("src/main.ts"), "a");
    assert_eq!((a.clone(), a_effects), (store.join("a@1.0.0/node_modules/a/esm.js"), false));
    assert_eq!(file(a, "b"), (store.join("b@2.0.0/node_modules/b/index.js"), true));
    assert!(resolver.resolve(&root.join("src/main.ts"), "b", ImportKind::Import).target.is_err());
}
