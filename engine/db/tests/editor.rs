//! What editors are told, asked of the engine itself.

use std::path::Path;
use std::sync::Arc;

use nexxo_base::Code;
use nexxo_base::options::{BuildOptions, EntryPoint};
use nexxo_db::Engine;
use nexxo_vfs::MemorySystem;

#[test]
fn a_name_is_looked_for_behind_any_number_of_stars() {
    const FILES: usize = 10_000;
    let path = |n: usize| format!("/app/f{n}.ts");
    let mut files: Vec<(String, String)> =
        (0..FILES).map(|n| (path(n), format!("export * from './f{}';\n", n + 1))).collect();
    files.push((path(FILES), "export * from './f0';\nexport const there = 1;\n".into()));
    files.push(("/app/main.ts".into(), "import { there, here } from './f0';\nconsole.log(there, here);\n".into()));
    let system = MemorySystem::new(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let mut options = BuildOptions {
        root: "/app".into(),
        entries: vec![EntryPoint { name: None, path: "/app/main.ts".into() }],
        outdir: "/app/dist".into(),
        ..BuildOptions::default()
    };
    options.resolve.root = "/app".into();
    let engine = Engine::new(options, Arc::new(system));
    let told = engine.own_diagnostics(Path::new("/app/main.ts"));
    let told: Vec<_> = told.iter().map(|it| (it.code, it.message.as_str())).collect();
    assert_eq!(told, [(Code::MissingExport, "`here` is not exported by `f0.ts`")]);
}
