//! A scripted editor: speaks with the real `nexxo-lsp` over standard input and output.
#![expect(clippy::needless_pass_by_value, reason = "a message is made where it is sent")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// How long an answer may take on a machine that does other things too.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// An editor with a project.
pub struct Editor {
    /// The project's folder.
    pub root: PathBuf,
    /// The server's process.
    pub server: Child,
    input: ChildStdin,
    inbox: Receiver<Value>,
    next: i64,
    /// Those that came and were not waited for yet.
    answers: BTreeMap<i64, Value>,
    /// What was published last, by file name relative to the root.
    pub published: BTreeMap<String, Vec<Value>>,
    /// What the server said it can do.
    pub abilities: Value,
    /// The methods of the requests that the server made.
    pub asked: Vec<String>,
    _folder: tempfile::TempDir,
}

impl Editor {
    /// Starts the server in a new project of these files.
    pub fn open(files: &[(&str, &str)]) -> Self {
        Self::open_with(files, json!({}))
    }

    /// The same for an editor that has abilities of its own.
    pub fn open_with(files: &[(&str, &str)], mut capabilities: Value) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        for (path, text) in files {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let mut server = Command::new(crate::nexxo().with_file_name("nexxo-lsp"))
            .arg("--stdio")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("nexxo-lsp is built");
        let input = server.stdin.take().unwrap();
        let mut output = BufReader::new(server.stdout.take().unwrap());
        let (sender, inbox) = mpsc::channel();
        std::thread::spawn(move || {
            while let Some(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        let mut editor = Self {
            root,
            server,
            input,
            inbox,
            next: 0,
            answers: BTreeMap::new(),
            published: BTreeMap::new(),
            abilities: Value::Null,
            asked: Vec::new(),
            _folder: folder,
        };
        let folders = json!([{ "uri": editor.uri(""), "name": "app" }]);
        capabilities["general"] = json!({ "positionEncodings": ["utf-16"] });
        let answer = editor.ask(
            "initialize",
            json!({ "processId": null, "rootUri": null, "workspaceFolders": folders, "capabilities": capabilities }),
        );
        assert_eq!(answer["capabilities"]["positionEncoding"], "utf-16");
        editor.abilities = answer["capabilities"].clone();
        editor.tell("initialized", json!({}));
        editor
    }

    /// The URI of a file, relative to the root.
    pub fn uri(&self, file: &str) -> String {
        format!("file://{}", self.root.join(file).display())
    }

    /// A file as messages name it.
    pub fn document(&self, file: &str) -> Value {
        json!({ "uri": self.uri(file) })
    }

    /// Sends a message.
    pub fn send(&mut self, message: &Value) {
        self.send_raw(&message.to_string());
    }

    /// Sends a body as it is.
    pub fn send_raw(&mut self, body: &str) {
        write!(self.input, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
        self.input.flush().unwrap();
    }

    /// Sends a notification.
    pub fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request, and returns its number.
    pub fn put(&mut self, method: &str, params: Value) -> i64 {
        self.next += 1;
        let id = self.next;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        id
    }

    /// Sends a request and waits for its result.
    pub fn ask(&mut self, method: &str, params: Value) -> Value {
        let id = self.put(method, params);
        let answer = self.answer(id);
        assert_eq!(answer.get("error"), None, "{method}");
        answer["result"].clone()
    }

    /// Waits for the answer to a request.
    pub fn answer(&mut self, id: i64) -> Value {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(answer) = self.answers.remove(&id) {
                return answer;
            }
            assert!(self.receive(end).is_some(), "no answer to {id}");
        }
    }

    /// Takes in the next message.
    pub fn receive(&mut self, end: Instant) -> Option<()> {
        match self.inbox.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok(message) => {
                if message["method"] == "textDocument/publishDiagnostics" {
                    let uri = message["params"]["uri"].as_str().unwrap();
                    let file = uri.strip_prefix(&format!("{}/", self.uri("").trim_end_matches('/'))).unwrap_or(uri);
                    let all = message["params"]["diagnostics"].as_array().unwrap().clone();
                    self.published.insert(file.to_string(), all);
                }
                match (message.get("id"), message["method"].as_str()) {
                    (Some(id), None) => _ = id.as_i64().map(|id| self.answers.insert(id, message)),
                    (Some(_), Some(method)) => self.asked.push(method.to_owned()),
                    _ => {}
                }
                Some(())
            }
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => panic!("the server is gone"),
        }
    }

    /// Waits until the codes that are published for a file are these.
    pub fn expect(&mut self, file: &str, codes: &[&str]) {
        let end = Instant::now() + PATIENCE;
        loop {
            let now: Vec<&str> =
                self.published.get(file).into_iter().flatten().map(|it| it["code"].as_str().unwrap()).collect();
            if now == codes && self.published.contains_key(file) | codes.is_empty() {
                return;
            }
            let before = format!("{now:?}");
            assert!(self.receive(end).is_some(), "{file}: {before} in place of {codes:?}");
        }
    }

    /// Opens a file with a text.
    pub fn show(&mut self, file: &str, text: &str) {
        let document = json!({ "uri": self.uri(file), "languageId": "javascript", "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Gives an open file another text.
    pub fn change(&mut self, file: &str, version: i64, text: &str) {
        let document = json!({ "uri": self.uri(file), "version": version });
        self.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": [{ "text": text }] }));
    }

    /// Asks about a position.
    pub fn at(&mut self, method: &str, file: &str, line: u32, character: u32) -> Value {
        let position = json!({ "line": line, "character": character });
        let mut params = json!({ "textDocument": self.document(file), "position": position });
        if method == "textDocument/references" {
            params["context"] = json!({ "includeDeclaration": true });
        }
        self.ask(method, params)
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        _ = self.server.kill();
        _ = self.server.wait();
    }
}

fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end() {
            "" => break,
            line => {
                if let Some(number) = line.strip_prefix("Content-Length: ") {
                    length = number.parse().ok()?;
                }
            }
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}
