//! Files of the project: extensions, folders, `/`, aliases, externals, entries.

use nexxo_base::{module::ImportKind, options::Platform};

use crate::support::{check, world};

#[test]
fn extensions_are_probed_typescript_first() {
    check(&[("src/a.js", ""), ("src/a.ts", "")], "./a", "src/a.ts");
    check(&[("src/a.js", ""), ("src/a.tsx", "")], "./a", "src/a.tsx");
    check(&[("src/a.json", ""), ("src/a.mjs", "")], "./a", "src/a.mjs");
    check(&[("src/a", ""), ("src/a.ts", "")], "./a", "src/a");
    check(&[("src/a.vue", "")], "./a.vue", "src/a.vue");
    check(&[("src/a.b.ts", "")], "./a.b", "src/a.b.ts");
}

#[test]
fn folders_have_an_index_and_files_come_first() {
    check(&[("src/a/index.tsx", "")], "./a", "src/a/index.tsx");
    check(&[("src/a/index.ts", ""), ("src/a.ts", "")], "./a", "src/a.ts");
    check(&[("src/a/index.ts", ""), ("src/a.ts", "")], "./a/", "src/a/index.ts");
    check(&[("src/index.ts", "")], ".", "src/index.ts");
    check(&[("index.ts", "")], "..", "index.ts");
    check(&[("src/a/package.json", r#"{"main": "./x.js"}"#), ("src/a/x.js", "")], "./a", "src/a/x.js");
}

#[test]
fn javascript_names_stand_for_typescript_files() {
    check(&[("src/a.ts", "")], "./a.js", "src/a.ts");
    check(&[("src/a.tsx", "")], "./a.js", "src/a.tsx");
    check(&[("src/a.tsx", "")], "./a.jsx", "src/a.tsx");
    check(&[("src/a.ts", "")], "./a.jsx", "src/a.ts");
    check(&[("src/a.mts", "")], "./a.mjs", "src/a.mts");
    check(&[("src/a.cts", "")], "./a.cjs", "src/a.cts");
    check(&[("src/a.ts", ""), ("src/a.js", "")], "./a.js", "src/a.js");
    check(&[("src/a.js/index.ts", "")], "./a.js", "src/a.js/index.ts");
}

#[test]
fn queries_and_fragments_are_kept() {
    check(&[("src/a.svg", "")], "./a.svg?raw", "src/a.svg?raw");
    check(&[("src/a.ts", "")], "./a?worker&inline#x", "src/a.ts?worker&inline#x");
    check(&[("src/a.eot", "")], "./a.eot?#iefix", "src/a.eot?#iefix");
    check(&[("src/a#b.ts", "")], "./a#b", "src/a#b.ts");
    check(&[("src/c#/a.ts", "")], "./c#/a", "src/c#/a.ts");
}

#[test]
fn a_slash_is_the_root_then_the_system() {
    world(&[("src/a.ts", ""), ("/lib/b.ts", ""), ("lib/c.ts", "")])
        .gives("/src/a.ts", "src/a.ts")
        .gives("/src/a", "src/a.ts")
        .gives("/lib/b", "../lib/b.ts")
        .gives("/lib/c", "lib/c.ts")
        .gives("/app/src/a", "src/a.ts");
}

#[test]
fn files_of_the_public_folder_keep_their_url() {
    let world = world(&[("public/vite.svg", ""), ("public/a b.png", ""), ("src/a.svg", ""), ("index.html", "")])
        .options(|options| options.public_dir = Some("/app/public".into()));
    world.gives("/vite.svg", "public /vite.svg").gives("/vite.svg?x", "public /vite.svg?x");
    world.gives("/a%20b.png", "public /a%20b.png").gives("/src/a.svg", "src/a.svg");
    let html = world.from("index.html").kind(ImportKind::HtmlAsset);
    html.gives("vite.svg", "public vite.svg").gives("./vite.svg", "public ./vite.svg");
}

#[test]
fn aliases_win_before_everything() {
    let files = [("src/lib/x.ts", ""), ("src/y.ts", ""), ("node_modules/a/index.js", ""), ("other/z.ts", "")];
    let alias =
        [("@", "./src"), ("@/lib", "/src/lib"), ("b", "a"), ("fs", "./src/y.ts"), ("o", "other"), ("e", "react")];
    let world = world(&files).options(|options| {
        options.alias = alias.map(|(key, value)| (key.to_string(), value.to_string())).to_vec();
        options.external = vec!["react".into()];
    });
    world.gives("@/y", "src/y.ts").gives("@/lib/x", "src/lib/x.ts").gives("b", "node_modules/a/index.js");
    world.gives("fs", "src/y.ts").gives("o/z", "other/z.ts").gives("e/jsx-runtime", "external react/jsx-runtime");
    world.gives("@/y?raw", "src/y.ts?raw");
}

#[test]
fn externals_stay_as_written() {
    let external = ["react", "@x/*", "./src/gen/*", "*.wasm"];
    let world = world(&[("src/gen/a.ts", ""), ("src/link.ts", ""), ("src/a.wasm", "")])
        .options(|options| options.external = external.map(String::from).to_vec());
    world.gives("react", "external react").gives("react/jsx-runtime", "external react/jsx-runtime");
    world.gives("@x/y/z", "external @x/y/z").gives("./gen/none?x", "external file src/gen/none?x");
    world.gives("./a.wasm?init", "external ./a.wasm?init").gives("./link", "src/link.ts");
}

#[test]
fn builtins_of_node_are_external_only_there() {
    let node = world(&[("node_modules/fs/index.js", "")]).platform(Platform::Node);
    node.gives("fs", "external fs").gives("node:fs", "external node:fs").gives("fs/promises", "external fs/promises");
    check(&[("node_modules/events/index.js", "")], "events", "node_modules/events/index.js");
}

#[test]
fn entries_are_paths_before_they_are_packages() {
    let world =
        world(&[("src/app.tsx", ""), ("node_modules/app/index.js", ""), ("index.html", ""), ("a#b/c?d/e.ts", "")]);
    world.entry_gives("src/app", "src/app.tsx").entry_gives("./src/app.tsx", "src/app.tsx");
    world.entry_gives("/app/src/app.tsx", "src/app.tsx").entry_gives("index.html", "index.html");
    world.entry_gives("app", "node_modules/app/index.js").entry_gives("a#b/c?d/e.ts", "a#b/c?d/e.ts");
    world.entry_gives(
        "src/ap.tsx",
        "the entry `src/ap.tsx` does not exist\n- `src/ap.tsx`: no such file, nor with .tsx .ts .jsx .js .mts .mjs \
         .cts .cjs .css .json\n= did you mean `src/app.tsx`?",
    );
}

#[test]
fn what_was_read_holds_until_it_is_cleared() {
    let world = world(&[]);
    let resolver = world.resolver();
    let ask = || resolver.resolve("/app/src/main.ts".as_ref(), "./new", ImportKind::Import).target.is_ok();
    assert!(!ask());
    world.system.set("/app/src/new.ts", "");
    assert!(!ask());
    resolver.clear();
    assert!(ask());
}
