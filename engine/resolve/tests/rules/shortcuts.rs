//! What was learned from earlier answers changes no answer.

use std::path::Path;

use nexxo_base::{module::ImportKind, options::Platform};

use crate::support::{World, world};

const FILES: &[(&str, &str)] = &[
    ("package.json", r##"{"name": "app", "imports": {"#a": "./src/a.ts"}}"##),
    ("src/a.ts", ""),
    ("src/a.js", ""),
    ("src/b.js", ""),
    ("src/c.css", ""),
    ("src/c/index.ts", ""),
    ("src/d/package.json", r#"{"main": "x.js"}"#),
    ("src/d/x.js", ""),
    ("src/d/index.js", ""),
    ("src/e/index.js", ""),
    ("src/e.js/index.ts", ""),
    ("src/f.js/package.json", r#"{"browser": {".": "./x.js"}}"#),
    ("src/f.js/x.js", ""),
    ("src/f.js.ts", ""),
    ("src/g.d.ts", ""),
    ("src/.h.ts", ""),
    ("src/in/deep/x.ts", ""),
    ("src/in/deep/y.tsx", ""),
    ("src/own/node_modules/q/index.ts", ""),
    ("src/own/below/x.ts", ""),
    ("src/self/package.json", r#"{"name": "self", "exports": "./s.js"}"#),
    ("src/self/s.js", ""),
    (
        "node_modules/p/package.json",
        r#"{"main": "lib/m", "browser": {"./lib/n.js": "./lib/b.js", "./lib/o.js": false}}"#,
    ),
    ("node_modules/p/lib/m.js", ""),
    ("node_modules/p/lib/m.ts", ""),
    ("node_modules/p/lib/n.js", ""),
    ("node_modules/p/lib/b.js", ""),
    ("node_modules/p/lib/o.js", ""),
    ("node_modules/p/lib/c/package.json", r#"{"browser": {"q": false}}"#),
    ("node_modules/p/lib/c/x.js", ""),
    ("node_modules/q/index.js", ""),
    ("node_modules/q/index.ts", ""),
    ("bad/package.json", "{"),
    ("bad/x.js", ""),
    ("bad/y.js", ""),
    ("styles/package.json", r#"{"style": "s.css"}"#),
];

const IMPORTERS: [&str; 9] = [
    "src/main.ts",
    "src/c/index.ts",
    "src/in/deep/x.ts",
    "src/own/below/x.ts",
    "src/self/s.js",
    "src/folder/deep/x.ts",
    "node_modules/p/lib/m.js",
    "node_modules/p/lib/c/x.js",
    "bad/x.js",
];

const SPECIFIERS: &str = "
    ./a ./a.js ./a.ts ./a.jsx ./b ./b.js ./b.js?raw ./c ./c/ ./c/index ./d ./d/x ./e ./e.js ./f.js ./f ./g ./g.d ./.h
    ./in/deep/x ./in/deep/x.js ./in//deep/y ./in/./deep/y ./in/../a ./file ./file.ts ./folder/deep/x ./folder/deep/y
    ../a ../c ../d ../../a ../../folder/deep/y ./x ./y ./n ./n.js ./o ./m ./c/x . .. ./missing q p p/lib/n self #a";

const KINDS: [ImportKind; 4] = [ImportKind::Import, ImportKind::Require, ImportKind::CssImport, ImportKind::Url];

fn compare(world: &World) {
    let experienced = world.resolver();
    for round in 0..2 {
        for importer in IMPORTERS {
            for (specifier, kind) in
                SPECIFIERS.split_whitespace().flat_map(|specifier| KINDS.map(|kind| (specifier, kind)))
            {
                let importer = Path::new("/app").join(importer);
                let fresh = world.resolver().resolve(&importer, specifier, kind);
                let answer = experienced.resolve(&importer, specifier, kind);
                assert_eq!(answer, fresh, "{specifier} as {kind:?} in {importer:?}, round {round}");
            }
        }
    }
}

fn linked() -> World {
    world(FILES).link("src/file.ts", "b.js").link("src/folder", "in")
}

#[test]
fn answers_do_not_depend_on_earlier_ones() {
    compare(&linked());
    compare(&linked().platform(Platform::Node));
    compare(&linked().options(|options| options.preserve_symlinks = true));
    compare(&linked().options(|options| options.extensions = Some([".js", ".tsx", ".ts"].map(String::from).into())));
}
