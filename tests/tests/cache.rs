//! What builds keep for later ones, on a real disk: a build with a cache is a build without one, whatever happened to the
//! cache in between.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test of the disk works on it, and says how far it came"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use nexxo_tests::{copy_dir, nexxo};

type Files = BTreeMap<String, Vec<u8>>;

/// A project in a folder of its own.
struct Project {
    root: PathBuf,
}

/// What a build came to.
struct Built {
    ok: bool,
    /// What is in the output folder.
    files: Files,
    /// What was said, without the line of the result.
    said: Vec<String>,
    found: u64,
    missed: u64,
}

const FILES: &[(&str, &str)] = &[
    ("package.json", r#"{ "name": "app", "type": "module" }"#),
    (
        "index.html",
        "<!doctype html><title>app</title><div id=app></div><script type=module src=/src/main.tsx></script>",
    ),
    (
        "src/main.tsx",
        "import { greet } from './greet';\nimport data from './data.json';\nimport css from './a.module.css';\nimport './b.css';\n\
         import { DEBUG, Level } from './flags';\nif (DEBUG) console.log('debugging');\n\
         document.title = greet(data.name) + css.title + Level.High;\nimport('./lazy').then((it) => it.run());\n",
    ),
    ("src/greet.ts", "export const greet = (name: string): string => `hello ${name}`;\nexport const unused = 1;\n"),
    ("src/flags.ts", "export const DEBUG = false;\nexport enum Level { Low, High }\n"),
    ("src/lazy.ts", "import { greet } from './greet';\nexport function run() { console.log(greet('lazy')); }\n"),
    ("src/data.json", r#"{ "name": "you", "more": [1, 2] }"#),
    ("src/a.module.css", ".title { color: red }\n"),
    ("src/b.css", "@import './c.css';\nbody { margin: 0 }\n"),
    ("src/c.css", "p { color: #ff0000 }\n"),
    ("tsconfig.json", r#"{ "compilerOptions": { "jsx": "react-jsx" } }"#),
];

impl Project {
    fn new(name: &str) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache").join(name);
        _ = fs::remove_dir_all(&root);
        let project = Self { root };
        FILES.iter().for_each(|(path, text)| project.write(path, text));
        project
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn command(&self, outdir: &str, more: &[&str]) -> Command {
        let mut command = Command::new(nexxo());
        command.args(["build", ".", "--log-format", "json", "--empty-outdir", "--outdir", outdir]).args(more);
        command.current_dir(&self.root).stdin(Stdio::null());
        command
    }

    /// Builds, into a folder beside the project.
    fn build(&self, outdir: &str, more: &[&str]) -> Built {
        let outdir = format!("../{}-{outdir}", self.root.file_name().unwrap().to_str().unwrap());
        let output = self.command(&outdir, more).output().unwrap();
        let text = String::from_utf8(output.stderr).unwrap();
        assert!(!text.contains("internal-error") && output.status.code().is_some_and(|it| it < 2), "{text}");
        let mut said: Vec<String> = text.lines().map(str::to_owned).collect();
        let result: serde_json::Value = serde_json::from_str(&said.pop().unwrap()).unwrap();
        let count = |name: &str| result["cache"][name].as_u64().unwrap_or(0);
        let files = read_folder(&self.root.join(outdir));
        Built { ok: output.status.success(), files, said, found: count("found"), missed: count("missed") }
    }

    /// Builds with the cache and without, which must come to the same.
    fn check(&self, more: &[&str]) -> Built {
        let without = self.build("without", &[&["--no-cache"], more].concat());
        let with = self.build("with", more);
        assert_eq!((with.ok, &with.said), (without.ok, &without.said));
        if with.ok {
            assert_same(&with.files, &without.files);
        }
        with
    }

    fn cache(&self) -> PathBuf {
        self.root.join(".nexxo")
    }
}

fn assert_same(with: &Files, without: &Files) {
    let names = |files: &Files| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(with), names(without));
    let other = with.iter().find(|(name, bytes)| without[*name] != **bytes);
    assert!(other.is_none(), "{} is another with the cache", other.unwrap().0);
}

fn read_folder(folder: &Path) -> Files {
    let mut files = Files::new();
    let mut open = vec![folder.to_owned()];
    while let Some(at) = open.pop() {
        for entry in fs::read_dir(at).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
                files.insert(name, fs::read(path).unwrap());
            }
        }
    }
    files
}

/// Numbers that look random and are the same each time.
struct Random(u64);

impl Random {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % below
    }
}

#[test]
fn what_was_built_once_is_not_built_again() {
    let it = Project::new("again");
    let cold = it.check(&["--minify", "--sourcemap"]);
    assert!(cold.ok && cold.found == 0 && cold.missed > 8, "{} found, {} missed", cold.found, cold.missed);
    let same = it.check(&["--minify", "--sourcemap"]);
    assert_eq!((same.found, same.missed), (1, 0), "the whole build is one row");
    // Other output options: nothing is compiled.
    let other = it.check(&["--minify", "--sourcemap", "--entry-names", "[name]", "--base", "/x/"]);
    assert_eq!(other.missed, 1, "only the whole build is another");
    // An edit compiles one module.
    it.write("src/greet.ts", "export const greet = (name: string): string => `bye ${name}`;\n");
    let edited = it.check(&["--minify", "--sourcemap"]);
    assert_eq!(edited.missed, 1, "the row of the build is there, and says something else");
    it.write("src/greet.ts", FILES.iter().find(|it| it.0 == "src/greet.ts").unwrap().1);
    assert_eq!(it.check(&["--minify", "--sourcemap"]).missed, 0, "what was undone was compiled before");
    // Where linking knows nothing of an edit, no other module is asked for.
    it.write("src/lazy.ts", &FILES[5].1.replace("'lazy'", "'as lazy as can be'"));
    let reassembled = it.check(&["--minify", "--sourcemap"]);
    assert_eq!((reassembled.found, reassembled.missed), (1, 1), "the whole build, and the module");
    it.write("src/lazy.ts", FILES[5].1);
    it.write("src/greet.ts", &FILES[3].1.replace("hello", "a good day to"));
    let reassembled = it.check(&["--minify", "--sourcemap"]);
    assert_eq!((reassembled.found, reassembled.missed), (2, 1), "one of the modules was compiled before");
}

#[test]
fn outputs_that_are_gone_or_changed_are_written_again() {
    let it = Project::new("outputs");
    it.check(&[]);
    it.check(&[]);
    let outdir = it.root.parent().unwrap().join("outputs-with");
    let scripts = |files: &Files| files.keys().filter(|it| it.ends_with(".js")).cloned().collect::<Vec<_>>();
    for name in scripts(&read_folder(&outdir)) {
        fs::remove_file(outdir.join(&name)).unwrap();
        assert_eq!(it.check(&[]).missed, 0);
        fs::write(outdir.join(&name), "changed by hand").unwrap();
        it.check(&[]);
    }
    fs::remove_dir_all(&outdir).unwrap();
    let restored = it.check(&[]);
    assert_eq!((restored.found, restored.missed), (1, 0));
    fs::write(outdir.join("left-over.js"), "old").unwrap();
    assert!(!it.check(&[]).files.contains_key("left-over.js"));
}

#[test]
fn whatever_is_edited_the_cache_does_not_show() {
    let mut random = Random(0x5eed);
    let it = Project::new("edits");
    let texts = [
        "export const greet = (a) => a;\n",
        "export const greet = (a) => a + ' and ä';\n",
        "export const greet = (a) => a + ' or ö and more';\n",
        "export const greet = 1; export const other = 2;\n",
        "export { greet } from './flags';\n",
        "import { DEBUG } from './flags';\nexport const greet = () => DEBUG ? 1 : 2;\n",
        "syntax error (\n",
        "import './new';\nexport const greet = String;\n",
        "import './missing';\n",
    ];
    let flags: [&[&str]; 6] =
        [&[], &["--minify"], &["--sourcemap"], &["--target", "es2017"], &["--format", "iife"], &["--define:DEV=1"]];
    for step in 0..60 {
        match random.next(8) {
            0..=2 => it.write("src/greet.ts", texts[random.next(texts.len())]),
            3 => it.write(
                "src/flags.ts",
                ["export const DEBUG = true;\nexport enum Level { High = 'h' }\n", FILES[4].1][random.next(2)],
            ),
            4 => it.write("src/data.json", ["{ \"name\": 1 }", "{", FILES[6].1][random.next(3)]),
            5 => it.write("src/c.css", ["p { color: blue }", "p {{", ""][random.next(3)]),
            6 if it.root.join("src/new.ts").exists() => fs::remove_file(it.root.join("src/new.ts")).unwrap(),
            6 => it.write("src/new.ts", "console.log('new');\n"),
            _ => it.write(
                "package.json",
                ["{ \"sideEffects\": false }", "{ \"type\": \"commonjs\" }", FILES[0].1][random.next(3)],
            ),
        }
        let flags = flags[random.next(flags.len())];
        println!("step {step}: {flags:?}");
        it.check(flags);
        if random.next(3) == 0 {
            it.check(flags);
        }
    }
}

/// Ways to spoil a file.
fn spoil(path: &Path, way: usize, random: &mut Random) {
    let mut bytes = fs::read(path).unwrap();
    match way {
        0 => return fs::remove_file(path).unwrap(),
        1 => bytes.truncate(random.next(bytes.len().max(1))),
        2 if !bytes.is_empty() => {
            let at = random.next(bytes.len());
            bytes[at] ^= 1 << random.next(8);
        }
        3 => bytes.iter_mut().for_each(|byte| *byte = !*byte),
        _ => bytes.extend_from_slice(b"more"),
    }
    fs::write(path, bytes).unwrap();
}

#[test]
fn a_spoilt_cache_costs_time_and_nothing_else() {
    let mut random = Random(0xbad5eed);
    let it = Project::new("spoilt");
    let good = it.check(&["--minify"]);
    let rows = it.cache().join("rows-1");
    for round in 0..40 {
        let mut folders = vec![rows.clone(), it.cache().join("recent-1")];
        folders.extend(fs::read_dir(it.cache().join("outputs-1")).unwrap().map(|it| it.unwrap().path()));
        let entries = folders.iter().flat_map(|it| fs::read_dir(it).into_iter().flatten());
        let mut files: Vec<PathBuf> = entries.map(|it| it.unwrap().path()).collect();
        files.sort();
        let file = &files[random.next(files.len())];
        let way = round % 5;
        println!("round {round}: {} way {way}", file.display());
        spoil(file, way, &mut random);
        let built = it.check(&["--minify"]);
        assert!(built.ok);
        assert_same(&built.files, &good.files);
        // What was lost is made good.
        it.write("src/lazy.ts", &format!("export const run = () => 'round {}';\n", round / 2));
        it.check(&["--minify"]);
        it.write("src/lazy.ts", FILES[5].1);
    }
    // The cache of another project.
    let other = Project::new("spoilt-other");
    other.write("src/greet.ts", "export const greet = () => 'other';\n");
    other.check(&["--minify"]);
    fs::remove_dir_all(it.cache()).unwrap();
    copy_dir(&other.cache(), &it.cache(), &|name| Some(name.to_owned())).unwrap();
    assert_same(&it.check(&["--minify"]).files, &good.files);
}

/// How often a build is killed; more by `NEXXO_KILLS`.
const KILLS: usize = 30;

#[test]
fn a_killed_build_leaves_a_cache_that_is_right() {
    let kills = std::env::var("NEXXO_KILLS").ok().and_then(|it| it.parse().ok()).unwrap_or(KILLS);
    let mut random = Random(0x0dead);
    let it = Project::new("killed");
    let good = it.build("without", &["--no-cache"]);
    for round in 0..kills {
        if round % 2 == 0 {
            _ = fs::remove_dir_all(it.cache());
        } else {
            it.write("src/lazy.ts", &format!("export const run = () => {round};\n"));
        }
        let mut process = it.command("../killed-by", &[]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_micros(random.next(60_000) as u64));
        process.kill().unwrap();
        process.wait().unwrap();
        it.write("src/lazy.ts", FILES[5].1);
        let built = it.build("with", &[]);
        assert!(built.ok, "round {round}: {:?}", built.said);
        assert_same(&built.files, &good.files);
    }
}

#[test]
fn builds_at_the_same_time_share_a_cache() {
    let it = Project::new("together");
    let good = it.build("without", &["--no-cache"]);
    for round in 0..5 {
        if round == 3 {
            fs::remove_dir_all(it.cache()).unwrap();
        }
        std::thread::scope(|scope| {
            let one = |n: usize| it.build(&format!("with-{n}"), &[["--base=/a/", "--base=/b/"][n % 2]]);
            let builds: Vec<_> = (0..4).map(|n| scope.spawn(move || one(n))).collect();
            builds.into_iter().for_each(|build| assert!(build.join().unwrap().ok));
        });
    }
    assert_same(&it.build("with", &[]).files, &good.files);
}

#[test]
fn the_cache_is_where_it_is_asked_for_or_nowhere() {
    let it = Project::new("place");
    it.build("with", &["--no-cache"]);
    it.build("with", &["--cache-read-only"]);
    assert!(!it.cache().exists());
    it.build("with", &["--cache-dir", "kept/here"]);
    assert!(!it.cache().exists() && it.root.join("kept/here/rows-1").is_dir());
    assert_eq!(fs::read_to_string(it.root.join("kept/here/.gitignore")).unwrap(), "*\n");
    fs::create_dir(it.root.join("node_modules")).unwrap();
    it.build("with", &[]);
    assert!(!it.cache().exists() && it.root.join("node_modules/.nexxo/rows-1").is_dir());
    // A folder that cannot be: the build is the same, and says so.
    it.write("file", "");
    let refused = it.build("with", &["--cache-dir", "file/cache"]);
    assert!(refused.ok && refused.said.len() == 1 && refused.said[0].contains("cache-unusable"), "{:?}", refused.said);
}

#[test]
fn a_cache_is_carried_to_another_place() {
    let it = Project::new("carried");
    it.check(&["--sourcemap"]);
    let run = |root: &Path, args: &[&str]| {
        let output = Command::new(nexxo()).arg("cache").args(args).current_dir(root).output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap())
    };
    let (code, told) = run(&it.root, &["stats"]);
    assert!(code == Some(0) && told.contains("compiled modules"), "{told}");
    assert_eq!(run(&it.root, &["verify"]).0, Some(0));
    assert_eq!(run(&it.root, &["pack", "../carried.pack"]).0, Some(0));
    let other = Project { root: it.root.with_file_name("carried-to") };
    _ = fs::remove_dir_all(&other.root);
    copy_dir(&it.root, &other.root, &|name| (name != ".nexxo").then(|| name.to_owned())).unwrap();
    let (code, told) = run(&other.root, &["unpack", "../carried.pack"]);
    assert_eq!(code, Some(0), "{told}");
    assert_eq!(other.check(&["--sourcemap"]).missed, 1, "only the build itself is of its place");
    fs::write(it.root.join("../cut.pack"), &fs::read(it.root.join("../carried.pack")).unwrap()[..200]).unwrap();
    let (code, told) = run(&other.root, &["unpack", "../cut.pack"]);
    assert!(code == Some(1) && told.contains("cache-unusable"), "{told}");
    assert_eq!(run(&other.root, &["clear"]).0, Some(0));
    assert!(!other.cache().exists());
}
