//! `nexxo build --watch` on a real disk: whatever happens to the sources, the output follows.
#![expect(clippy::disallowed_methods, reason = "a test of the disk writes to the disk")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use nexxo_tests::nexxo;

/// How long a machine that does a lot else may take for what takes milliseconds.
const PATIENCE: Duration = Duration::from_secs(60);

/// A watched project. The process ends with it.
struct Watched {
    root: PathBuf,
    process: Child,
}

impl Drop for Watched {
    fn drop(&mut self) {
        // It may have ended by itself, which the test has noticed by then.
        _ = self.process.kill();
        _ = self.process.wait();
    }
}

impl Watched {
    fn start(name: &str, files: &[(&str, &str)], more: &[&str]) -> Self {
        Self::start_in(prepare(name, files), more)
    }

    fn start_in(root: PathBuf, more: &[&str]) -> Self {
        let log = fs::File::create(root.join("log.txt")).unwrap();
        let mut command = Command::new(nexxo());
        command.args(["build", "src/main.ts", "--watch"]).args(more).current_dir(&root);
        command.stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log);
        let process = command.spawn().unwrap();
        Self { root, process }
    }

    fn write(&self, path: &str, text: &str) {
        write(&self.root.join(path), text);
    }

    /// Saves as editors do: a new file is moved over the old one.
    fn save(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        let temporary = path.with_extension("new~");
        write(&temporary, text);
        fs::rename(temporary, path).unwrap();
    }

    /// Waits until a file of the project is as wanted.
    fn wait(&mut self, path: &str, wanted: impl Fn(&str) -> bool) -> String {
        let start = Instant::now();
        loop {
            let text = fs::read_to_string(self.root.join(path)).unwrap_or_default();
            if wanted(&text) {
                return text;
            }
            let log = || fs::read_to_string(self.root.join("log.txt")).unwrap_or_default();
            assert!(start.elapsed() < PATIENCE, "{path} stayed\n{text}\nand it was said\n{}", log());
            assert!(self.process.try_wait().unwrap().is_none(), "it ended and said\n{}", log());
            sleep(Duration::from_millis(5));
        }
    }

    /// Waits until the output holds a text.
    fn built(&mut self, wanted: &str) -> String {
        self.wait("dist/main.js", |text| text.contains(wanted))
    }

    /// Waits until it was said.
    fn said(&mut self, wanted: &str) {
        self.wait("log.txt", |text| text.contains(wanted));
    }
}

/// A folder of these files alone.
fn prepare(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("watch").join(name);
    _ = fs::remove_dir_all(&root);
    for (path, text) in files {
        write(&root.join(path), text);
    }
    root
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

const FILES: &[(&str, &str)] = &[
    ("src/main.ts", "import { name } from './lib/name';\nconsole.log(name, import.meta.env.VITE_WORD);\n"),
    ("src/lib/name.ts", "export const name: string = 'first';\n"),
];

fn follow(name: &str, more: &[&str]) {
    let mut it = Watched::start(name, FILES, more);
    it.built("first");
    it.said("watching for changes");
    it.write("src/lib/name.ts", "export const name = 'second';\n");
    it.built("second");
    it.save("src/lib/name.ts", "export const name = 'third';\n");
    it.built("third");

    // A build that fails leaves the last good output, and the next one goes on from there.
    it.save("src/lib/name.ts", "export { name } from './made';\n");
    it.said("`./made` leads to no file");
    it.built("third");
    it.write("src/lib/made.ts", "export const name = 'fourth';\n");
    it.built("fourth");

    // A file that comes first in the order of extensions takes over; when it is gone the other one is back.
    it.write("src/lib/made.tsx", "export const name = 'fifth';\n");
    it.built("fifth");
    fs::remove_file(it.root.join("src/lib/made.tsx")).unwrap();
    it.built("fourth");

    // A folder that moves away and back, and is another in between.
    fs::rename(it.root.join("src/lib"), it.root.join("src/moved")).unwrap();
    it.said("`./lib/name` leads to no file");
    it.write("src/lib/name.ts", "export const name = 'sixth';\n");
    it.built("sixth");
    it.save("src/lib/name.ts", "export const name = 'seventh';\n");
    it.built("seventh");
    fs::remove_dir_all(it.root.join("src/lib")).unwrap();
    fs::rename(it.root.join("src/moved"), it.root.join("src/lib")).unwrap();
    it.built("fourth");
    it.save("src/lib/made.ts", "export const name = 'eighth';\n");
    it.built("eighth");
}

#[test]
fn the_output_follows_the_sources() {
    follow("plain", &[]);
}

#[test]
fn polling_follows_too() {
    follow("polling", &["--watch-poll=20"]);
}

#[test]
fn many_files_that_change_at_once_are_taken_in() {
    let names: Vec<String> = (0..200).map(|i| format!("src/many/m{i}.ts")).collect();
    let text = |state: &str, i: usize| format!("console.log('{state} {i}');\n");
    let imports: String = (0..200).map(|i| format!("import './many/m{i}';\n")).collect();
    let mut files: Vec<(&str, String)> =
        names.iter().enumerate().map(|(i, it)| (it.as_str(), text("old", i))).collect();
    files.push(("src/main.ts", imports));
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let mut it = Watched::start("many", &files, &[]);
    it.built("old 199");
    it.said("watching for changes");
    for state in ["new", "newer"] {
        for (i, name) in names.iter().enumerate() {
            it.save(name, &text(state, i));
        }
        let all = |output: &str| (0..200).all(|i| output.contains(&format!("\"{state} {i}\"")));
        it.wait("dist/main.js", all);
    }
}

#[test]
fn packages_and_options_are_followed() {
    let files = [
        ("src/main.ts", "import { word } from 'words';\nconsole.log(word, import.meta.env.VITE_WORD);\n"),
        ("packages/words/package.json", "{ \"name\": \"words\", \"main\": \"one.js\" }"),
        ("packages/words/one.js", "export const word = 'from one';\n"),
        ("packages/words/two.js", "export const word = 'from two';\n"),
        ("node_modules/keep.txt", ""),
        (".env", "VITE_WORD=quiet\n"),
    ];
    let root = prepare("packages", &files);
    #[cfg(unix)]
    std::os::unix::fs::symlink("../packages/words", root.join("node_modules/words")).unwrap();
    let mut it = Watched::start_in(root, &[]);
    assert!(it.built("from one").contains("quiet"));
    it.said("watching for changes");
    it.save("packages/words/one.js", "export const word = 'from one again';\n");
    it.built("from one again");
    it.save("packages/words/package.json", "{ \"name\": \"words\", \"main\": \"two.js\" }");
    it.built("from two");
    it.save(".env", "VITE_WORD=loud\n");
    it.built("loud");
    it.write("nexxo.config.json", "{ \"banner\": \"// made by hand\" }");
    it.built("// made by hand");
    it.write("nexxo.config.json", "{ \"baner\": \"\" }");
    it.said("unknown");
    it.write("nexxo.config.json", "{ \"banner\": \"// made again\" }");
    it.built("// made again");
    it.save("packages/words/two.js", "export const word = 'from two again';\n");
    it.built("from two again");
}

#[test]
fn types_of_class_names_follow_and_build_nothing() {
    let files = [
        ("src/main.ts", "import names from './a.module.css';\nconsole.log(names, import.meta.glob('./*'));\n"),
        ("src/a.module.css", ".one { order: 1 }"),
    ];
    let mut it = Watched::start("types", &files, &["--css-modules-types"]);
    it.wait("src/a.module.css.d.ts", |text| text.contains("readonly one"));
    it.said("watching for changes");
    it.save("src/a.module.css", ".one { order: 1 } .two { order: 2 }");
    it.wait("src/a.module.css.d.ts", |text| text.contains("readonly two"));
    fs::rename(it.root.join("src/a.module.css"), it.root.join("src/b.module.css")).unwrap();
    it.save("src/main.ts", "import names from './b.module.css';\nconsole.log(names, 'moved');\n");
    it.built("moved");
    it.wait("src/b.module.css.d.ts", |text| text.contains("readonly two"));
    it.wait("src/a.module.css.d.ts", str::is_empty);
    it.save("src/b.module.css", ".three { order: 1 }");
    it.wait("src/b.module.css.d.ts", |text| text.contains("readonly three"));
    let log = fs::read_to_string(it.root.join("log.txt")).unwrap();
    assert!(!log.contains(".d.ts"), "{log}");
}
