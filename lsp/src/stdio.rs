//! The process's streams, and the log. The one place that writes to any of them.

use std::io::{self, BufRead, Read, Write};
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::thread;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tower_lsp::jsonrpc::{Error, Id, Request, Response};

/// Standard input, with only what makes sense as a message: the protocol's service ends at anything else. What makes none is
/// answered here.
pub(crate) struct Input {
    messages: UnboundedReceiver<Vec<u8>>,
    /// What of a message was not read yet.
    rest: io::Cursor<Vec<u8>>,
}

impl Input {
    /// Starts the thread that reads. It ends with the input.
    pub(crate) fn start(output: &Output, log: Log) -> Self {
        let (sender, messages) = unbounded_channel();
        let answers = output.pieces.clone();
        let read = move || {
            let mut stdin = io::stdin().lock();
            while let Some(mut body) = next_body(&mut stdin) {
                mend_halves(&mut body);
                let is_message = is::<Request>(&body) || is::<Response>(&body);
                if !is_message {
                    log.line(|| format!("no message: {}", String::from_utf8_lossy(&body)));
                }
                let sent = match is_message {
                    true => sender.send(framed(&body)).is_ok(),
                    false => answers.send(Some(framed(&refusal(&body)))).is_ok(),
                };
                if !sent {
                    return;
                }
            }
        };
        thread::spawn(read);
        Self { messages, rest: io::Cursor::default() }
    }
}

fn is<T: serde::de::DeserializeOwned>(body: &[u8]) -> bool {
    serde_json::from_slice::<T>(body).is_ok()
}

/// Puts `\ufffd` in place of every escaped half of a surrogate pair that stands alone: strings of JavaScript may hold such halves, no
/// text here can. Columns stay what they were, and so does what the editor will save.
fn mend_halves(body: &mut [u8]) {
    let mut at = 0;
    while let Some(next) = body.get(at..).unwrap_or_default().iter().position(|&byte| byte == b'\\') {
        at += next;
        at += match half_at(body, at) {
            Some(Half::First) if matches!(half_at(body, at + ESCAPE), Some(Half::Second)) => 2 * ESCAPE,
            Some(_) => {
                body[at + 2..at + ESCAPE].copy_from_slice(b"fffd");
                ESCAPE
            }
            None => 2,
        };
    }
}

/// Bytes of `\uXXXX`.
const ESCAPE: usize = 6;

enum Half {
    First,
    Second,
}

/// The half of a surrogate pair that is escaped at this place.
fn half_at(body: &[u8], at: usize) -> Option<Half> {
    let digits = body.get(at..at + ESCAPE)?.strip_prefix(b"\\u")?;
    match u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()? {
        0xD800..=0xDBFF => Some(Half::First),
        0xDC00..=0xDFFF => Some(Half::Second),
        _ => None,
    }
}

fn refusal(body: &[u8]) -> Vec<u8> {
    let error = if is::<serde_json::Value>(body) { Error::invalid_request() } else { Error::parse_error() };
    serde_json::to_vec(&Response::from_error(Id::Null, error)).unwrap_or_default()
}

fn framed(body: &[u8]) -> Vec<u8> {
    [format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes(), body].concat()
}

/// The next message's text. Lines that are no header are passed over.
fn next_body(input: &mut impl BufRead) -> Option<Vec<u8>> {
    let mut length: Option<u64> = None;
    loop {
        let mut line = Vec::new();
        if input.read_until(b'\n', &mut line).ok()? == 0 {
            return None;
        }
        let line = String::from_utf8_lossy(&line);
        match (line.trim(), length) {
            ("", Some(length)) => {
                // Who announces more than there is gets what there is: nothing is set aside before it comes.
                let mut body = Vec::new();
                input.take(length).read_to_end(&mut body).ok()?;
                return Some(body);
            }
            (line, _) => {
                let (name, value) = line.split_once(':').unwrap_or_default();
                if name.trim().eq_ignore_ascii_case("content-length") {
                    length = value.trim().parse().ok();
                }
            }
        }
    }
}

impl AsyncRead for Input {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.rest.position() == self.rest.get_ref().len() as u64 {
            match self.messages.poll_recv(context) {
                Poll::Ready(Some(message)) => self.rest = io::Cursor::new(message),
                Poll::Ready(None) => return Poll::Ready(Ok(())),
                Poll::Pending => return Poll::Pending,
            }
        }
        let start = self.rest.position() as usize;
        let end = self.rest.get_ref().len().min(start + buffer.remaining());
        buffer.put_slice(&self.rest.get_ref()[start..end]);
        self.rest.set_position(end as u64);
        Poll::Ready(Ok(()))
    }
}

/// Standard output that takes whatever it is given at once. An editor that writes without reading must not make the server
/// stop reading.
pub(crate) struct Output {
    /// The end is `None`.
    pieces: Sender<Option<Vec<u8>>>,
}

impl Output {
    /// Starts the thread that writes. It ends when the output was dropped and all is written.
    pub(crate) fn start() -> (Self, thread::JoinHandle<()>) {
        let (pieces, inbox) = mpsc::channel::<Option<Vec<u8>>>();
        let write = move || {
            let mut stdout = io::stdout().lock();
            for piece in inbox.into_iter().map_while(|piece| piece) {
                // Nobody reads any more: what is left has no one to go to.
                if stdout.write_all(&piece).and_then(|()| stdout.flush()).is_err() {
                    return;
                }
            }
        };
        (Self { pieces }, thread::spawn(write))
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        _ = self.pieces.send(None);
    }
}

impl AsyncWrite for Output {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let sent = self.pieces.send(Some(bytes.to_vec()));
        Poll::Ready(sent.map(|()| bytes.len()).map_err(|_| io::ErrorKind::BrokenPipe.into()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

/// Where it is told what happens, if anywhere. Copies write to the same file.
#[derive(Clone, Default)]
pub(crate) struct Log {
    file: Option<Arc<Mutex<std::fs::File>>>,
}

impl Log {
    /// A log in a file that is made for it. One that cannot be made is done without.
    pub(crate) fn to(path: Option<PathBuf>) -> Self {
        let file = path.and_then(|path| std::fs::File::create(path).ok());
        Self { file: file.map(|file| Arc::new(Mutex::new(file))) }
    }

    /// Adds a line.
    pub(crate) fn line(&self, text: impl FnOnce() -> String) {
        if let Some(file) = &self.file {
            let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
            _ = writeln!(file, "{}", text());
        }
    }
}

/// Prints to standard output.
pub(crate) fn print(text: &str) {
    _ = io::stdout().write_all(text.as_bytes());
}

/// Prints to standard error.
pub(crate) fn complain(text: &str) {
    _ = io::stderr().write_all(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_of_pairs_that_stand_alone_are_taken_out() {
        let mended = |text: &str| {
            let mut body = text.as_bytes().to_vec();
            mend_halves(&mut body);
            String::from_utf8(body).unwrap()
        };
        assert_eq!(mended(r#""\ud83d\uDE00 \u0041""#), r#""\ud83d\uDE00 \u0041""#);
        assert_eq!(mended(r#""\ud83dx\ude00""#), r#""\ufffdx\ufffd""#);
        assert_eq!(mended(r#""\ud83d\ud83d\ude00""#), r#""\ufffd\ud83d\ude00""#);
        // Not an escape: an escaped backslash before letters.
        assert_eq!(mended(r#""\\ud83d""#), r#""\\ud83d""#);
        assert_eq!(mended(r#""\ud83d"#), r#""\ufffd"#);
        assert_eq!(mended(r#""\ud8"#), r#""\ud8"#);
    }

    #[test]
    fn bodies_are_found_between_noise() {
        let mut input: &[u8] =
            b"noise\r\n\r\nContent-Length: x\r\n\r\ncontent-length: 2\r\nOther: 1\r\n\r\n{}Content-Length: 99\r\n\r\n[";
        assert_eq!(next_body(&mut input).unwrap(), b"{}");
        assert_eq!(next_body(&mut input).unwrap(), b"[");
        assert_eq!(next_body(&mut input), None);
    }
}
