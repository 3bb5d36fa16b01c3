//! The process and the machine it runs on: arguments, environment, terminals, files. Nothing else in this crate asks
//! for any of them, so that everything else can be tested on a world made up in memory.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use nexxo_vfs::{FileKind, OsSystem, Spares, System, ToWrite, write_all_or_nothing};

use crate::memory::allow_huge_pages;

/// What a run may know of its surroundings.
#[derive(Clone)]
pub(crate) struct World {
    /// The folder that relative arguments are seen from.
    pub(crate) cwd: PathBuf,
    /// Environment variables that are UTF-8.
    pub(crate) vars: BTreeMap<String, String>,
    /// Whether stdin is a terminal.
    pub(crate) stdin_terminal: bool,
    /// Whether stdout is a terminal.
    pub(crate) stdout_terminal: bool,
    /// Whether stderr is a terminal.
    pub(crate) stderr_terminal: bool,
    /// The files.
    pub(crate) system: Arc<dyn System>,
}

impl World {
    /// The real one.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
    pub(crate) fn of_process() -> Self {
        Self {
            // Without a current folder relative arguments lead nowhere; absolute ones still work.
            cwd: std::env::current_dir().unwrap_or_else(|_| PathBuf::from("/")),
            vars: std::env::vars_os()
                .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
                .collect(),
            stdin_terminal: io::stdin().is_terminal(),
            stdout_terminal: io::stdout().is_terminal(),
            stderr_terminal: io::stderr().is_terminal(),
            system: Arc::new(OsSystem),
        }
    }

    /// The folder for the sockets of this user's processes.
    pub(crate) fn runtime_folder(&self) -> PathBuf {
        let named = self.vars.get("XDG_RUNTIME_DIR").map(PathBuf::from).filter(|it| it.is_absolute());
        named.filter(|folder| self.is_folder(folder)).unwrap_or_else(std::env::temp_dir)
    }

    /// Whether a variable is set to something.
    pub(crate) fn is_set(&self, name: &str) -> bool {
        self.vars.get(name).is_some_and(|value| !value.is_empty())
    }

    /// Whether stdout may be coloured.
    pub(crate) fn stdout_colors(&self) -> bool {
        self.stdout_terminal && !self.is_set("NO_COLOR")
    }

    /// Whether stderr may be coloured.
    pub(crate) fn stderr_colors(&self) -> bool {
        self.stderr_terminal && !self.is_set("NO_COLOR")
    }

    /// Whether somebody may be watching stderr.
    pub(crate) fn is_watched(&self) -> bool {
        self.stderr_terminal && !self.vars.get("CI").is_some_and(|ci| !matches!(ci.as_str(), "" | "0" | "false"))
    }

    /// `path` seen from the current folder, absolute and without `.` and `..`.
    pub(crate) fn absolute(&self, path: impl AsRef<Path>) -> PathBuf {
        nexxo_base::path::normalize(&self.cwd.join(path))
    }

    /// `path` as it is shown: relative to the current folder when it lies below, otherwise in full.
    pub(crate) fn shown(&self, path: &Path) -> String {
        let path = if path.starts_with(&self.cwd) {
            nexxo_base::path::relative(&self.cwd, path)
        } else {
            path.to_string_lossy().into_owned()
        };
        if cfg!(windows) { path.replace('\\', "/") } else { path }
    }

    /// Whether `path` leads to a folder.
    pub(crate) fn is_folder(&self, path: &Path) -> bool {
        self.system.metadata(path).is_ok_and(|metadata| metadata.kind == FileKind::Dir)
    }

    /// Whether `path` leads to a file.
    pub(crate) fn is_file(&self, path: &Path) -> bool {
        self.system.metadata(path).is_ok_and(|metadata| metadata.kind == FileKind::File)
    }

    /// Names in a folder, sorted; none when it cannot be read.
    pub(crate) fn names(&self, folder: &Path) -> Vec<String> {
        let entries = self.system.read_dir(folder).unwrap_or_default();
        entries.into_iter().filter_map(|entry| entry.name.into_string().ok()).collect()
    }

    /// A file's text without a byte order mark.
    pub(crate) fn read_text(&self, path: &Path) -> io::Result<String> {
        let text = String::from_utf8(self.system.read(path)?)
            .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "the file is not UTF-8"))?;
        Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
    }

    /// Opens a page in the user's browser, if there is one.
    pub(crate) fn open_browser(&self, url: &str) {
        let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
        let opener = self.vars.get("BROWSER").map_or(opener, String::as_str);
        // Without one the URL on the terminal has to do.
        _ = self.start(opener, &[url.to_owned()]);
    }

    /// Starts a program that has a window of its own.
    pub(crate) fn start(&self, program: &str, arguments: &[String]) -> io::Result<()> {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(&self.cwd);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        // What is right for this process need not be for others.
        allow_huge_pages(true);
        let child = command.spawn();
        allow_huge_pages(false);
        let mut child = child?;
        // Somebody has to wait for it, or it stays in the system's list when it ended.
        _ = std::thread::Builder::new().name("nexxo-program".into()).spawn(move || child.wait());
        Ok(())
    }

    /// Has each line that is typed looked at, on a thread of its own.
    pub(crate) fn on_lines(&self, mut each: impl FnMut(&str) + Send + 'static) {
        let listen = move || {
            allow_background();
            io::stdin().lines().map_while(Result::ok).for_each(|line| each(&line));
        };
        // Without a thread nobody listens, and all else is as it was.
        _ = std::thread::Builder::new().name("nexxo-terminal".into()).spawn(listen);
    }

    /// Writes all files or leaves all as they were.
    pub(crate) fn write_all(&self, files: &[ToWrite<'_>]) -> io::Result<()> {
        write_all_or_nothing(&*self.system, files, &Spares::default())
    }
}

/// A process in the background that reads from the terminal is stopped, unless it says that it would rather read nothing.
fn allow_background() {
    #[cfg(unix)]
    #[expect(unsafe_code, reason = "the standard library does not know of signals")]
    // SAFETY: the call takes two numbers, and no handler that could run at a bad time.
    unsafe {
        libc::signal(libc::SIGTTIN, libc::SIG_IGN);
    }
}

/// The arguments of the process, with its own name first.
pub(crate) fn arguments() -> Vec<OsString> {
    std::env::args_os().collect()
}

/// Ends the process at once: no destructor runs, those of C++'s globals, which other threads may be using, neither.
#[cfg_attr(unix, expect(unsafe_code, reason = "the standard library only has the way that runs them"))]
pub(crate) fn exit(code: u8) -> ! {
    // What cannot be printed any more is nobody's mistake.
    drop((io::Write::flush(&mut io::stdout()), io::Write::flush(&mut io::stderr())));
    #[cfg(unix)]
    // SAFETY: the call takes a number and does not return.
    unsafe {
        libc::_exit(code.into())
    }
    #[cfg(not(unix))]
    std::process::exit(code.into())
}

/// A world in memory: these files, `/site` as the current folder, no terminal and no variables.
#[cfg(test)]
pub(crate) fn test_world(files: &[(&str, &str)]) -> World {
    World {
        cwd: PathBuf::from("/site"),
        vars: BTreeMap::new(),
        stdin_terminal: false,
        stdout_terminal: false,
        stderr_terminal: false,
        system: Arc::new(nexxo_vfs::MemorySystem::new(files.iter().copied())),
    }
}
