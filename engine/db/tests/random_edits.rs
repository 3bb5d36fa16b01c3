//! Whatever happens to a project, what a living engine builds is what a fresh one builds: bytes, maps, metafile,
//! diagnostics.
#![expect(clippy::disallowed_methods, reason = "which seeds to try is told by the environment")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use nexxo_base::Diagnostic;
use nexxo_base::options::{BuildOptions, EntryPoint, LinkOptions, Minify, OutputOptions, SourceMapMode};
use nexxo_db::{BuildOutcome, Engine, KeptOutput, build, reassemble};
use nexxo_store::Store;
use nexxo_vfs::{MemorySystem, OverlaySystem, System};

/// Numbers that depend on the seed alone (SplitMix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn pick<'t, T>(&mut self, from: &'t [T]) -> &'t T {
        &from[self.below(from.len())]
    }
}

/// Where modules may be.
const PLACES: &[&str] = &[
    "/app/a.ts",
    "/app/b.tsx",
    "/app/c.js",
    "/app/d/index.ts",
    "/app/d/e.ts",
    "/app/d/f/g.ts",
    "/app/h.cjs",
    "/app/i.json",
    "/app/j.css",
    "/app/k.module.css",
    "/app/l.txt",
    "/app/pages/p1.ts",
    "/app/pages/p2.ts",
    "/app/node_modules/lib/index.js",
    "/app/node_modules/lib/one.js",
    "/app/node_modules/lib/two.js",
    "/app/node_modules/old/index.js",
];
/// Folders that are removed whole.
const FOLDERS: &[&str] = &["/app/d", "/app/pages"];
const PACKAGES: &[(&str, &str)] =
    &[("/app/node_modules/lib/package.json", "lib"), ("/app/node_modules/old/package.json", "old")];
/// What is always there.
const REACT: &[(&str, &str)] = &[
    ("/app/node_modules/react/package.json", "{ \"name\": \"react\", \"version\": \"1.0.0\" }"),
    ("/app/node_modules/react/index.js", "exports.createElement = (...all) => all;\n"),
    ("/app/node_modules/react/jsx-runtime.js", "exports.jsx = exports.jsxs = (...all) => all;\n"),
];
const TSCONFIG: &str = "/app/tsconfig.json";
const EXPORTS: &[&str] = &["one", "two", "three", "Kind", "default"];

/// The way from `from` to `to`.
fn relative(from: &str, to: &str) -> String {
    let dir = from.rsplit_once('/').map_or("", |it| it.0);
    let path = nexxo_base::path::relative(Path::new(dir), Path::new(to));
    if path.starts_with("../") { path } else { format!("./{path}") }
}

/// How `from` may import `to`.
fn specifier(random: &mut Random, from: &str, to: &str) -> String {
    let relative = |to: &str| relative(from, to);
    match to {
        "/app/node_modules/lib/index.js" if random.chance(80) => "lib".into(),
        "/app/node_modules/old/index.js" if random.chance(80) => "old".into(),
        "/app/d/index.ts" if random.chance(50) => relative("/app/d"),
        "/app/a.ts" if random.chance(30) => "@/a".into(),
        "/app/l.txt" => relative(to) + if random.chance(50) { "?raw" } else { "?url" },
        _ if random.chance(50) && to.ends_with(".ts") => relative(to.trim_end_matches(".ts")),
        _ => relative(to),
    }
}

/// A text for the file at `path`.
fn text(random: &mut Random, path: &str, files: &BTreeMap<String, String>) -> String {
    let n = random.below(1000);
    let others: Vec<&str> = files.keys().map(String::as_str).filter(|it| *it != path && PLACES.contains(it)).collect();
    let extension = path.rsplit('.').next().unwrap_or_default();
    let mut out = String::new();
    match extension {
        "json" => return format!("{{ \"one\": {n}, \"two\": \"{n}\", \"default-key\": [{n}] }}\n"),
        "txt" => return format!("text {n}\n"),
        "css" => {
            return if path.contains(".module.") {
                format!(".one {{ width: {n}px }}\n.two {{ composes: one; height: {n}px }}\n")
            } else if files.contains_key("/app/k.module.css") && random.chance(10) {
                format!("@import './k.module.css';\nbody {{ margin: {n}px }}\n")
            } else {
                format!("body {{ margin: {n}px }}\n")
            };
        }
        "cjs" => {
            for _ in 0..random.below(2) {
                if let Some(to) = others.get(random.below(others.len())).filter(|to| !to.ends_with("css")) {
                    let to = specifier(random, path, to);
                    out += &format!("console.log(require('{to}'));\n");
                }
            }
            return out + &format!("exports.one = {n};\nexports.two = () => {n};\nmodule.exports.three = 'cjs {n}';\n");
        }
        _ => {}
    }
    let typed = extension.starts_with("ts");
    if random.chance(10) {
        out += &format!("/*! licence {} */\n", n % 3);
    }
    for i in 0..random.below(5) {
        let Some(to) = others.get(random.below(others.len())) else { break };
        let to = &specifier(random, path, to);
        let is = |end: &str| to.split('?').next().is_some_and(|path| path.ends_with(end));
        let names = match () {
            () if is(".txt") => &["default"],
            () if is(".json") || is(".module.css") => &EXPORTS[..2],
            () if is(".css") => {
                out += &format!("import '{to}';\n");
                continue;
            }
            () => &EXPORTS[..if random.chance(97) { 2 } else { EXPORTS.len() }],
        };
        let name = random.pick(names);
        out += &match random.below(10) {
            0 => format!(
                "import * as ns{i} from '{to}';\nconsole.log(ns{i}.one{});\n",
                if n.is_multiple_of(2) { "" } else { ", ns" }.replace("ns", &format!("ns{i}"))
            ),
            1 => format!("export * from '{to}';\n"),
            2 => format!("export {{ {name} as again{i} }} from '{to}';\n"),
            3 => format!("import('{to}').then((it) => console.log(it.{name}));\n"),
            4 => format!("import '{to}';\n"),
            5 if to.starts_with('.') => format!("console.log(new URL('{to}', import.meta.url).href);\n"),
            6 if name == &"one" => {
                let text = specifier(random, path, "/app/l.txt");
                format!("import {{ {name} as flag{i} }} from '{to}';\nif (flag{i} === 7) import('{text}');\n")
            }
            _ if is(".json") && n.is_multiple_of(2) => {
                let whole = if n.is_multiple_of(3) { format!(", it{i}") } else { String::new() };
                format!("import it{i} from '{to}';\nconsole.log(it{i}.one, it{i}['two']{whole});\n")
            }
            _ => format!("import {{ {name} as it{i} }} from '{to}';\nconsole.log(it{i}, {n});\n"),
        };
    }
    if n % 20 == 3
        && let Some(to) = others.get(n % others.len().max(1)).filter(|to| to.ends_with(".ts") || to.ends_with(".js"))
    {
        let query = ["worker&inline", "sharedworker&inline", "worker"][n / 20 % 3];
        out += &format!("import Work from '{}?{query}';\nconsole.log(new Work());\n", relative(path, to));
    }
    if random.chance(8) {
        out += "console.log(import.meta.glob('./pages/*.ts', { eager: true }));\n";
    }
    if random.chance(30) {
        out += &format!("console.log('effect {n}');\n");
    }
    let mut exports = vec![
        format!("export const one = {};\n", if n.is_multiple_of(4) { 7 } else { n }),
        format!("export function two() {{\n  return {n};\n}}\n"),
        format!("export let three = {n};\nthree += 1;\n"),
    ];
    if typed {
        exports.push(format!("export enum Kind {{ A = {n}, B }}\n"));
    } else {
        exports.push(format!("export class Kind {{ static size = {n}; }}\n"));
    }
    if extension == "tsx" {
        exports[1] = format!("export function two() {{\n  return <b id=\"{n}\">{{one}}</b>;\n}}\n");
    }
    if random.chance(50) {
        exports.push(format!("export default '{path} {n}';\n"));
    }
    // Now and then a name is missing that others may ask for.
    if random.chance(2) {
        exports.remove(random.below(exports.len()));
    }
    if random.chance(30) {
        let (a, b) = (random.below(exports.len()), random.below(exports.len()));
        exports.swap(a, b);
    }
    out + &exports.concat()
}

fn package_json(random: &mut Random, name: &str) -> String {
    let side_effects = random.pick(&["", ", \"sideEffects\": false", ", \"sideEffects\": [\"./two.js\"]"]);
    let kind = random.pick(&["", ", \"type\": \"module\""]);
    let exports = random.pick(&["", ", \"exports\": \"./index.js\"", ", \"main\": \"index.js\""]);
    format!("{{ \"name\": \"{name}\", \"version\": \"1.0.0\"{side_effects}{kind}{exports} }}\n")
}

fn tsconfig(random: &mut Random) -> String {
    let jsx = random.pick(&["react-jsx", "react-jsx", "preserve"]);
    let define = random.chance(50);
    let paths = random.pick(&["\"./*\"", "\"./d/*\", \"./*\""]);
    format!(
        "{{ \"compilerOptions\": {{ \"jsx\": \"{jsx}\", \"useDefineForClassFields\": {define}, \"paths\": {{ \"@/*\": [{paths}] }} }} }}\n"
    )
}

/// The step that makes all good again.
const MEND: usize = 100;

struct Project {
    random: Random,
    /// What is on the disk.
    files: BTreeMap<String, String>,
    /// What editors show of some of them.
    buffers: BTreeMap<String, String>,
    /// What there was before the last steps.
    past: Vec<BTreeMap<String, String>>,
    /// The last state of the disk that could be built.
    good: Option<BTreeMap<String, String>>,
    /// Whether the last state could not.
    is_broken: bool,
    minify: bool,
    /// Which options are others than at first.
    flips: u32,
}

impl Project {
    fn new(seed: u64) -> Self {
        let mut random = Random(seed);
        let mut files = BTreeMap::from([(TSCONFIG.to_string(), tsconfig(&mut random))]);
        for &(path, name) in PACKAGES {
            files.insert(path.into(), package_json(&mut random, name));
        }
        files.extend(REACT.iter().map(|&(path, text)| (path.to_string(), text.to_string())));
        for &path in PLACES {
            if random.chance(70) {
                let text = text(&mut random, path, &files);
                files.insert(path.into(), text);
            }
        }
        let mut main = String::new();
        for (i, path) in files.keys().filter(|path| PLACES.contains(&path.as_str())).enumerate() {
            if random.chance(40) {
                let to = specifier(&mut random, "/app/main.ts", path);
                main += &format!("import * as m{i} from '{to}';\nconsole.log(m{i}.one);\n");
            }
        }
        files.insert("/app/main.ts".into(), main);
        files.insert("/app/other.ts".into(), "import './a';\nimport('./d').then(console.log);\n".into());
        let minify = random.chance(50);
        Self {
            random,
            files,
            buffers: BTreeMap::new(),
            past: Vec::new(),
            good: None,
            is_broken: false,
            minify,
            flips: 0,
        }
    }

    fn options(&self) -> BuildOptions {
        let mut options = BuildOptions {
            root: "/app".into(),
            entries: ["/app/main.ts", "/app/other.ts"].map(|it| EntryPoint { name: None, path: it.into() }).into(),
            outdir: "/app/dist".into(),
            link: LinkOptions {
                splitting: true,
                tree_shake: true,
                minify: self.minify,
                inline_constants: self.minify,
                ..LinkOptions::default()
            },
            output: OutputOptions {
                source_map: SourceMapMode::Linked,
                sources_content: true,
                minify: self.minify,
                entry_names: "[name]".into(),
                chunk_names: "[name]-[hash]".into(),
                asset_names: "[name]-[hash]".into(),
                ..OutputOptions::default()
            },
            metafile: true,
            threads: Some(2),
            ..BuildOptions::default()
        };
        let is = |flip: u32| self.flips >> flip & 1 == 1;
        options.link.splitting ^= is(0);
        options.link.css_code_split ^= is(1);
        options.output.sources_content ^= is(2);
        options.metafile ^= is(3);
        if is(4) {
            options.output.source_map = SourceMapMode::Inline;
        }
        if is(5) {
            options.output.base = "/base/".into();
        }
        if is(6) {
            options.output.banner = Some("// banner".into());
        }
        if is(7) {
            options.output.chunk_names = "chunks/[hash]".into();
        }
        if is(8) {
            options.entries.pop();
        }
        options.compile.minify = Minify::all(self.minify);
        options.compile.source_map = true;
        options.compile.tree_shake = true;
        options.compile.assets_inline_limit = 8;
        options.resolve.root = "/app".into();
        options
    }

    /// Something happens; returns what and the paths that a watcher would tell of.
    fn step(&mut self, engine: &mut Engine) -> (String, Vec<PathBuf>) {
        let random = &mut self.random;
        let there: Vec<String> = self.files.keys().filter(|path| PLACES.contains(&path.as_str())).cloned().collect();
        let path = random.pick(&there).clone();
        let before = self.files.clone();
        let kind = if self.is_broken && random.chance(60) { MEND } else { random.below(21) };
        let what = match kind {
            MEND => {
                for path in std::mem::take(&mut self.buffers).keys() {
                    engine.edit(Path::new(path), None);
                }
                self.files = self.good.clone().unwrap_or_default();
                "back to the last good state".into()
            }
            0..7 => {
                let new = text(random, &path, &self.files);
                self.files.insert(path.clone(), new);
                format!("other text for {path}")
            }
            7 => {
                let Some(text) = self.files.get_mut(&path) else { return (String::new(), Vec::new()) };
                *text = text.replacen(char::is_numeric, "5", 3);
                format!("numbers in {path}")
            }
            8 => {
                self.files.entry(path.clone()).and_modify(|text| text.insert_str(0, "/* comment */\n\n"));
                format!("a comment in {path}")
            }
            9 => {
                self.files.entry(path.clone()).and_modify(|text| text.push_str("\n}{ let ="));
                format!("broken {path}")
            }
            10 if there.len() > 6 => {
                self.files.remove(&path);
                format!("{path} removed")
            }
            10 | 11 => {
                let new = (*random.pick(PLACES)).to_string();
                let text = text(random, &new, &self.files);
                let what = format!("{new} written");
                self.files.insert(new, text);
                what
            }
            12 => {
                let to = (*random.pick(PLACES)).to_string();
                let Some(text) = self.files.remove(&path) else { return (String::new(), Vec::new()) };
                let what = format!("{path} moved to {to}");
                self.files.insert(to, text);
                what
            }
            13 => {
                let &(package, name) = random.pick(PACKAGES);
                self.files.insert(package.into(), package_json(random, name));
                format!("other {package}")
            }
            14 => {
                self.files.insert(TSCONFIG.into(), tsconfig(random));
                "other tsconfig".into()
            }
            15 if !self.past.is_empty() => {
                self.files = random.pick(&self.past).clone();
                "back to an older state".into()
            }
            16 | 17 => {
                let new = text(random, &path, &self.files);
                engine.edit(Path::new(&path), Some(&new));
                let what = format!("unsaved text in {path}");
                self.buffers.insert(path, new);
                what
            }
            18 => {
                let Some((open, _)) = self.buffers.pop_first() else { return (String::new(), Vec::new()) };
                engine.edit(Path::new(&open), None);
                format!("{open} closed without saving")
            }
            19 => {
                self.flips ^= 1 << random.below(9);
                assert!(engine.set_options(self.options()));
                format!("other options: {:b}", self.flips)
            }
            _ => {
                let from = if random.chance(50) { "/app/d/" } else { "/app/pages/" };
                self.files.retain(|path, _| !path.starts_with(from));
                format!("{from} removed")
            }
        };
        let paths = before.keys().chain(self.files.keys()).filter(|path| before.get(*path) != self.files.get(*path));
        let mut paths: Vec<PathBuf> = paths.map(PathBuf::from).collect();
        // Nobody is told of what is in a folder that was removed whole.
        for folder in FOLDERS {
            if paths.iter().any(|path| path.starts_with(folder)) && !self.files.keys().any(|it| it.starts_with(folder))
            {
                paths.retain(|path| !path.starts_with(folder));
                paths.push(folder.into());
            }
        }
        paths.sort_unstable();
        paths.dedup();
        self.past.push(before);
        (what, paths)
    }

    /// What a fresh engine makes of it.
    fn cold(&self, disk: &Arc<MemorySystem>) -> BuildOutcome {
        let system = OverlaySystem::new(Arc::clone(disk) as _);
        for (path, text) in &self.buffers {
            system.set(path, text.as_str());
        }
        Engine::new(self.options(), Arc::new(system)).build(&())
    }
}

/// Writes the difference of two states of the disk.
fn apply(system: &MemorySystem, before: &BTreeMap<String, String>, now: &BTreeMap<String, String>) {
    for path in before.keys().filter(|path| !now.contains_key(*path)) {
        system.remove(path);
    }
    for folder in FOLDERS.iter().filter(|folder| !now.keys().any(|it| it.starts_with(*folder))) {
        // It may have been gone before.
        _ = system.remove_dir_all(Path::new(folder));
    }
    for (path, text) in now.iter().filter(|(path, text)| before.get(*path) != Some(text)) {
        system.set(path, text.as_str());
    }
}

/// Returns how many states were built, and how many of them without an error.
fn run(seed: u64, steps: usize) -> (usize, usize) {
    let is_good = |project: &Project| {
        let files = project.files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        !project.cold(&Arc::new(MemorySystem::new(files))).outputs.is_empty()
    };
    let mut projects = (0..1000).map(|attempt| Project::new(seed + (attempt << 32)));
    let mut project = projects.find(is_good).expect("some project can be built");
    let disk = |project: &Project| project.files.clone();
    let system = Arc::new(MemorySystem::new(project.files.iter().map(|(path, text)| (path.as_str(), text.as_str()))));
    let mut engine = Engine::new(project.options(), Arc::clone(&system) as _);
    // Such builds are put together again where they can be. A metafile says too much for that.
    let mut nudges = (seed % 4 == 2).then_some(Random(!seed));
    if nudges.is_some() {
        engine.keep_assembly();
        project.flips |= 1 << 3;
        assert!(engine.set_options(project.options()));
    }
    let mut told = Vec::new();
    project.is_broken = engine.build(&()).outputs.is_empty();
    project.good = Some(project.files.clone());
    let (mut built, mut good) = (0, 0);
    for step in 0..steps {
        let before = disk(&project);
        let is_nudge = nudges.as_mut().is_some_and(|random| random.chance(60));
        let (what, paths) = if is_nudge { ("a small edit".into(), Vec::new()) } else { project.step(&mut engine) };
        // A buffer holds a file that is on the disk; where it is gone, the editor has it closed.
        let gone: Vec<String> = project.buffers.keys().filter(|it| !project.files.contains_key(*it)).cloned().collect();
        for path in gone {
            project.buffers.remove(&path);
            engine.edit(Path::new(&path), None);
        }
        if let Some(random) = &mut nudges {
            let path = random.pick(PLACES).to_string();
            if project.files.contains_key(&path) {
                let text = nudged(random, &path, &project.files);
                project.files.insert(path.clone(), text);
                told.push(path.into());
            }
        }
        apply(&system, &before, &project.files);
        told.extend(paths);
        if project.random.chance(20) {
            continue; // several things happen before the next build
        }
        engine.disk_changed(std::mem::take(&mut told));
        let (warm, cold) = (engine.build(&()), project.cold(&system));
        let context = format!("seed {seed}, step {step}: {what}");
        assert_same(&warm, &cold, &context);
        assert_eq!((&warm.metafile, &warm.inputs), (&cold.metafile, &cold.inputs), "{context}");
        built += 1;
        project.is_broken = cold.outputs.is_empty();
        if !project.is_broken {
            good += 1;
            project.good = project.buffers.is_empty().then(|| project.files.clone()).or(project.good);
        }
    }
    (built, good)
}

fn assert_same(warm: &BuildOutcome, cold: &BuildOutcome, context: &str) {
    for (warm, cold) in warm.diagnostics.iter().zip(&cold.diagnostics) {
        assert!(warm == cold, "{context}\n{}\n{}", shown(warm), shown(cold));
    }
    let all = |it: &BuildOutcome| it.diagnostics.iter().map(shown).collect::<Vec<_>>();
    assert_eq!(all(warm), all(cold), "{context}");
    for (warm, cold) in warm.outputs.iter().zip(&cold.outputs) {
        let text = |it: &nexxo_db::OutputFile| String::from_utf8_lossy(&it.bytes).into_owned();
        assert_eq!((&warm.path, text(warm)), (&cold.path, text(cold)), "{context}");
    }
    assert_eq!(warm.outputs.len(), cold.outputs.len(), "{context}");
}

/// A small change of a text: other digits in one line, a comment, or something else altogether.
fn nudged(random: &mut Random, path: &str, files: &BTreeMap<String, String>) -> String {
    match random.below(10) {
        0 => text(random, path, files),
        1 => format!("// {}\n{}", random.below(1000), files[path]),
        _ => {
            let mut lines: Vec<String> = files[path].lines().map(str::to_owned).collect();
            let at = random.below(lines.len());
            let digits = "7".repeat(random.below(4)) + &random.below(1000).to_string();
            // Names with digits would be others.
            if let Some(line) = lines.get_mut(at).filter(|line| !line.contains("from ") && !line.contains("it")) {
                *line = line.replacen(char::is_numeric, &digits, 1);
            }
            lines.join("\n") + "\n"
        }
    }
}

/// Edits texts, and puts what became of them into what was built before. Returns how often that was tried and how often it was
/// possible.
fn run_reassembled(seed: u64, steps: usize) -> (usize, usize) {
    let mut project = Project::new(seed);
    let mut options = project.options();
    options.metafile = false;
    // Such a build is not taken apart.
    options.threads = Some(1);
    options.output.sources_content = project.random.chance(70);
    if project.random.chance(20) {
        options.output.source_map = SourceMapMode::None;
    }
    options.output.entry_names = project.random.pick(&["[name]", "[name]-[hash]"]).to_string();
    let store = Store::new(Path::new("/there is no such folder"), true);
    let files = |project: &Project| project.files.clone();
    let system = Arc::new(MemorySystem::new(project.files.iter().map(|(path, text)| (path.as_str(), text.as_str()))));
    let fresh = || build(&options, Arc::clone(&system) as _, Some(Arc::clone(&store)), &());
    let mut last = fresh();
    let (mut tried, mut done) = (0, 0);
    for step in 0..steps {
        let before = files(&project);
        let scripts: Vec<String> = before.keys().filter(|path| PLACES.contains(&path.as_str())).cloned().collect();
        for _ in 0..=project.random.below(2) {
            let path = project.random.pick(&scripts).clone();
            let text = nudged(&mut project.random, &path, &project.files);
            project.files.insert(path, text);
        }
        apply(&system, &before, &project.files);
        let edited = |path: &&String| before.get(*path) != project.files.get(*path);
        let edited: Vec<PathBuf> = project.files.keys().filter(edited).map(PathBuf::from).collect();
        let output = |path: &str| {
            let output = last.outputs.iter().find(|it| it.path == path)?;
            Some(KeptOutput { bytes: output.bytes.clone(), file: PathBuf::new() })
        };
        let again = last.assembly.as_ref().and_then(|assembly| {
            tried += 1;
            reassemble(&options, Arc::clone(&system) as _, Arc::clone(&store), assembly, &edited, &output)
        });
        last = match again {
            Some(again) => {
                done += 1;
                let cold = Engine::new(options.clone(), Arc::clone(&system) as _).build(&());
                assert_same(&again, &cold, &format!("seed {seed}, step {step}: {edited:?}"));
                again
            }
            None => fresh(),
        };
    }
    (tried, done)
}

/// Runs seeds for so many steps each, and adds up what that gives. `NEXXO_EDITS=<first seed>:<seeds>:<steps of each>` tries others
/// than the `usual` ones.
fn run_all(usual: [u64; 3], run: fn(u64, usize) -> (usize, usize)) -> (usize, usize) {
    let chosen = std::env::var("NEXXO_EDITS").unwrap_or_default();
    let numbers: Vec<u64> = chosen.split(':').filter_map(|it| it.parse().ok()).collect();
    let [first, seeds, steps] = numbers.try_into().unwrap_or(usual);
    let runs = (first..first + seeds).map(|seed| run(seed, steps as usize));
    runs.fold((0, 0), |all, it| (all.0 + it.0, all.1 + it.1))
}

#[test]
fn what_is_put_into_an_older_build_is_what_a_fresh_one_has_there() {
    let (tried, done) = run_all([1, 30, 25], run_reassembled);
    assert!(done * 5 > tried, "only {done} of {tried}: that says little");
}

fn shown(it: &Diagnostic) -> String {
    let place = it.primary.as_ref().map(|label| (&label.file.path, label.span));
    format!("{:?} {} {place:?} {:?} {:?}", it.code, it.message, it.notes, it.help)
}

/// Sequences that once came to something else, with what was mended.
#[test]
fn seeds_that_failed_once() {
    // A folder went and came back, between two builds, without one of its files.
    run(20204, 90);
}

#[test]
fn a_living_engine_builds_what_a_fresh_one_does() {
    let (built, good) = run_all([1, 40, 60], run);
    assert!(good * 4 > built, "only {good} of {built} states can be built: they say little");
}
