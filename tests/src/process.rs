//! Runs a program to its end, or ends it when it takes too long.

use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// What a program left behind.
#[derive(Debug)]
pub struct Finished {
    /// Its exit code; `None` if a signal ended it.
    pub status: Option<i32>,
    /// What it wrote to standard output.
    pub stdout: String,
    /// What it wrote to standard error.
    pub stderr: String,
}

impl Finished {
    /// Both streams, for a message.
    pub fn output(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }
}

/// Runs `command` without standard input, ending it after `limit`.
pub fn run(command: &mut Command, limit: Duration) -> Result<Finished, String> {
    let named = format!("{command:?}");
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("cannot start {named}: {error}"))?;
    let stdout = drain(child.stdout.take());
    let stderr = drain(child.stderr.take());
    let start = Instant::now();
    let status = loop {
        match child.try_wait().map_err(|error| format!("cannot wait for {named}: {error}"))? {
            Some(status) => break status,
            None if start.elapsed() > limit => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(format!("still running after {} s: {named}", limit.as_secs()));
            }
            // Short against the 20 ms that the fastest of these programs takes.
            None => thread::sleep(Duration::from_millis(2)),
        }
    };
    let text = |reader: thread::JoinHandle<Vec<u8>>| {
        String::from_utf8_lossy(&reader.join().expect("the reader does not panic")).into_owned()
    };
    Ok(Finished { status: status.code(), stdout: text(stdout), stderr: text(stderr) })
}

/// Runs a script of this package in Node that makes projects of seeds: `chosen` is `<first seed>:<count>`, or else `usual`.
///
/// # Panics
/// When the script finds something wrong.
pub fn run_seeds(script: &str, chosen: &str, usual: (&str, &str), work: &Path) {
    let (first, count) = chosen.split_once(':').unwrap_or(usual);
    let mut node = Command::new("node");
    node.arg(crate::package_dir().join(script)).arg(crate::nexxo()).arg(work).args([first, count]);
    let finished = run(&mut node, Duration::from_secs(3600)).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(finished.status, Some(0), "{}", finished.output());
}

fn drain(stream: Option<impl Read + Send + 'static>) -> thread::JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut stream) = stream {
            let _ = stream.read_to_end(&mut bytes);
        }
        bytes
    })
}
