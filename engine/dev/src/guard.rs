//! What is refused: other sites, names that are not this machine's, paths that lead elsewhere.

use std::net::IpAddr;

use axum::http::{HeaderMap, StatusCode, header};

/// Who may ask.
#[derive(Clone, Debug)]
pub(crate) struct Guard {
    /// Host names that the user allows beside this machine's own, in small letters. One that begins with a dot stands for all
    /// below it, `*` for any.
    pub(crate) hosts: Vec<String>,
}

impl Guard {
    /// Looks at the name by which the server was asked for.
    ///
    /// # Errors
    /// The status and the words to refuse it with.
    pub(crate) fn check_host(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let host = text(headers, header::HOST).unwrap_or_default();
        if self.is_known_host(host) {
            return Ok(());
        }
        let name = host_name(host);
        Err((StatusCode::FORBIDDEN, format!("the host {name:?} is not allowed: name it with --allowed-hosts")))
    }

    fn is_known_host(&self, host: &str) -> bool {
        let name = host_name(host).to_ascii_lowercase();
        if name.is_empty() {
            return false;
        }
        // An address cannot be made to lead elsewhere, as a name can.
        name == "localhost"
            || name.ends_with(".localhost")
            || name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>().is_ok()
            || self.hosts.iter().any(|allowed| match allowed.strip_prefix('.') {
                Some(domain) => name == domain || name.strip_suffix(domain).is_some_and(|it| it.ends_with('.')),
                None => allowed == "*" || name == *allowed,
            })
    }
}

/// The status and the words to refuse something with.
pub(crate) type Refusal = (StatusCode, String);

/// Looks at where a request comes from: a script of another site could read the code of this one, or use what it asks.
///
/// # Errors
/// The status and the words to refuse it with.
pub(crate) fn check_site(headers: &HeaderMap) -> Result<(), Refusal> {
    let is = |name: &str, value: &str| headers.get(name).is_some_and(|it| it == value);
    if is("sec-fetch-site", "cross-site") && !is("sec-fetch-mode", "navigate") {
        return Err((StatusCode::FORBIDDEN, "other sites get nothing".into()));
    }
    Ok(())
}

/// Looks at the beginning of a websocket that must bring `wanted`.
///
/// # Errors
/// The status and the words to refuse it with.
pub(crate) fn check_socket(headers: &HeaderMap, token: Option<&str>, wanted: &str) -> Result<(), Refusal> {
    check_origin(headers)?;
    if !token.is_some_and(|token| is_same(token.as_bytes(), wanted.as_bytes())) {
        return Err((StatusCode::FORBIDDEN, "the socket needs the token of this run".into()));
    }
    Ok(())
}

/// Looks at the page that asks for a websocket.
///
/// # Errors
/// The status and the words to refuse it with.
pub(crate) fn check_origin(headers: &HeaderMap) -> Result<(), Refusal> {
    let host = text(headers, header::HOST).unwrap_or_default();
    let origin = text(headers, header::ORIGIN).unwrap_or_default();
    let of_origin = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    if of_origin != Some(host) {
        return Err((StatusCode::FORBIDDEN, "the socket is for pages of this server".into()));
    }
    Ok(())
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    let mut all = headers.get_all(name).iter();
    let first = all.next()?.to_str().ok()?;
    // Of two nobody knows which one counts.
    all.next().is_none().then_some(first)
}

/// `localhost` of `localhost:5173`.
fn host_name(host: &str) -> &str {
    if host.starts_with('[') {
        return host.find(']').map_or("", |end| &host[..=end]);
    }
    host.rsplit_once(':').map_or(host, |(name, _)| name)
}

/// Compares in a time that does not tell where they differ.
fn is_same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |all, (a, b)| all | (a ^ b)) == 0
}

/// The byte that the `%` and two hexadecimal digits mean with which a text begins, if it does.
pub(crate) fn escaped_byte(text: &[u8]) -> Option<u8> {
    let [b'%', high, low, ..] = text else { return None };
    let digit = |byte: u8| char::from(byte).to_digit(16);
    Some((digit(*high)? * 16 + digit(*low)?) as u8)
}

/// A path of a URL as text. `None` for one that means something else to some file system.
pub(crate) fn decode_path(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, after @ ..] = rest {
        let is_escape = *first == b'%';
        bytes.push(if is_escape { escaped_byte(rest)? } else { *first });
        rest = if is_escape { &after[2..] } else { after };
    }
    let text = String::from_utf8(bytes).ok()?;
    let is_odd = |c: char| c.is_control() || matches!(c, '\\' | ':');
    (!text.contains(is_odd) && !text.split('/').any(|part| matches!(part, "." | ".."))).then_some(text)
}

/// Whether a file is nobody's business: settings, keys, what version control keeps.
pub(crate) fn is_private(path: &str) -> bool {
    path.split('/').any(|part| {
        let part = part.trim_end_matches(['.', ' ']).to_ascii_lowercase();
        // A key that was made smaller is one all the same.
        let part = [".gz", ".br"].iter().find_map(|end| part.strip_suffix(end)).unwrap_or(&part);
        let is_hidden = part.starts_with('.') && part != ".well-known";
        is_hidden || [".pem", ".key", ".crt", ".p12", ".pfx"].iter().any(|end| part.ends_with(end))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guard() -> Guard {
        Guard { hosts: vec!["app.test".into(), ".example.com".into()] }
    }

    #[test]
    fn hosts() {
        let hosts =
            ["localhost:5173", "LOCALHOST", "a.localhost:1", "127.0.0.1:5173", "[::1]:80", "app.test", "x.example.com"];
        for host in hosts {
            assert!(guard().is_known_host(host), "{host}");
        }
        for host in [
            "",
            "evil.com",
            "localhost.evil.com:5173",
            "app.test.evil.com",
            "badexample.com",
            "127.0.0.1.evil.com",
            "[::1",
        ] {
            assert!(!guard().is_known_host(host), "{host}");
        }
    }

    #[test]
    fn paths() {
        assert_eq!(decode_path("/a%20b/c.js").as_deref(), Some("/a b/c.js"));
        let bad = [
            "/../x",
            "/a/%2e%2e/x",
            "/%2E%2e%2fx",
            "/a%5c..%5cx",
            "/a%00.js",
            "/%zz",
            "/%ff",
            "/./x",
            "/C:/x",
            "/a%2f..%2fb",
        ];
        for bad in bad {
            assert_eq!(decode_path(bad), None, "{bad}");
        }
        for path in [".env", "a/.env.local", ".git/config", "x/server.PEM", ".env.", "id.key", "id.key.gz", ".env.br"] {
            assert!(is_private(path), "{path}");
        }
        assert!(!is_private(".well-known/x") && !is_private("a.b/c.js"));
    }

    #[test]
    fn sockets() {
        let headers = |host: &str, origin: &str| {
            let pair = [(header::HOST, host), (header::ORIGIN, origin)];
            pair.into_iter().map(|(name, value)| (name, value.parse().unwrap())).collect::<HeaderMap>()
        };
        let check = |host, origin, token| check_socket(&headers(host, origin), token, "secret").is_ok();
        assert!(check("localhost:1", "http://localhost:1", Some("secret")));
        assert!(!check("localhost:1", "http://localhost:2", Some("secret")));
        assert!(!check("localhost:1", "http://evil.com", Some("secret")));
        assert!(!check("localhost:1", "null", Some("secret")));
        assert!(!check("localhost:1", "http://localhost:1", Some("secreT")));
        assert!(!check("localhost:1", "http://localhost:1", None));
    }
}
