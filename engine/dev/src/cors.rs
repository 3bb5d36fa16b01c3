//! Which pages of other origins may read what is served.

use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// What pages of other origins may do.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Cors {
    /// Whose pages.
    pub origins: Origins,
    /// The methods that they may use, beside those that need no leave; those that are usual, if none are named.
    pub methods: Vec<String>,
    /// The headers that they may send; any, if none are named.
    pub allowed_headers: Vec<String>,
    /// The headers of answers that they may read beside those that are harmless.
    pub exposed_headers: Vec<String>,
    /// Whether cookies go along.
    pub credentials: bool,
    /// For how many seconds a browser need not ask again.
    pub max_age: Option<u32>,
}

/// Whose pages.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Origins {
    /// Those of this machine, on whatever port.
    #[default]
    Local,
    /// Those of nobody else.
    None,
    /// Those of anybody.
    Any,
    /// Those of these origins (`https://app.test`).
    These(Vec<String>),
}

const METHODS: &str = "GET,HEAD,PUT,PATCH,POST,DELETE";

impl Cors {
    /// The origin that a request names, if its pages may read the answer.
    pub(crate) fn allowed<'h>(&self, headers: &'h HeaderMap) -> Option<&'h HeaderValue> {
        let value = headers.get(header::ORIGIN)?;
        let origin = value.to_str().ok()?;
        let is_allowed = match &self.origins {
            Origins::Local => is_local(origin),
            Origins::None => false,
            Origins::Any => true,
            Origins::These(these) => these.iter().any(|it| it.trim_end_matches('/').eq_ignore_ascii_case(origin)),
        };
        is_allowed.then_some(value)
    }

    /// The answer to a browser that asks before it sends a request, where that is what it does.
    pub(crate) fn preflight(&self, method: &Method, headers: &HeaderMap) -> Option<Response> {
        if *method != Method::OPTIONS || !headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD) {
            return None;
        }
        let origin = self.allowed(headers)?;
        let mut out = HeaderMap::new();
        self.permit(origin, &mut out);
        let methods = if self.methods.is_empty() { METHODS.to_owned() } else { self.methods.join(",") };
        set(&mut out, header::ACCESS_CONTROL_ALLOW_METHODS, &methods);
        if !self.allowed_headers.is_empty() {
            set(&mut out, header::ACCESS_CONTROL_ALLOW_HEADERS, &self.allowed_headers.join(","));
        } else if let Some(wanted) = headers.get(header::ACCESS_CONTROL_REQUEST_HEADERS) {
            out.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, wanted.clone());
        }
        if let Some(seconds) = self.max_age {
            set(&mut out, header::ACCESS_CONTROL_MAX_AGE, &seconds.to_string());
        }
        Some((StatusCode::NO_CONTENT, out).into_response())
    }

    /// Says in the headers of an answer that `origin` may read it.
    pub(crate) fn permit(&self, origin: &HeaderValue, headers: &mut HeaderMap) {
        let is_for_all = self.origins == Origins::Any && !self.credentials;
        let allowed = if is_for_all { HeaderValue::from_static("*") } else { origin.clone() };
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, allowed);
        if self.credentials {
            set(headers, header::ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
        }
        if !self.exposed_headers.is_empty() {
            set(headers, header::ACCESS_CONTROL_EXPOSE_HEADERS, &self.exposed_headers.join(","));
        }
    }
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    // Words that cannot be a header were refused where they were read.
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

/// Whether an origin is of this machine.
fn is_local(origin: &str) -> bool {
    let host = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    let Some(host) = host else { return false };
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => (name, port),
        _ => (host, ""),
    };
    let is_name = matches!(name, "localhost" | "127.0.0.1" | "[::1]")
        || name
            .strip_suffix(".localhost")
            .is_some_and(|it| it.bytes().all(|it| it.is_ascii_alphanumeric() || b"-.".contains(&it)));
    is_name && port.bytes().all(|it| it.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asking(origin: &str) -> HeaderMap {
        [(header::ORIGIN, origin.parse().unwrap())].into_iter().collect()
    }

    #[test]
    fn pages_of_this_machine_may_read() {
        let cors = Cors::default();
        for origin in [
            "http://localhost",
            "http://localhost:3000",
            "https://a.localhost:1",
            "http://127.0.0.1:8",
            "http://[::1]:80",
            "http://[::1]",
        ] {
            assert!(cors.allowed(&asking(origin)).is_some(), "{origin}");
        }
        for origin in [
            "null",
            "http://evil.com",
            "http://localhost.evil.com",
            "http://localhost:3000.evil.com",
            "http://evil.com:localhost",
            "http://x@localhost",
            "http://evil.com/.localhost",
            "file://localhost",
            "http://127.0.0.1.evil.com",
            "http://[::1].evil.com",
        ] {
            assert!(cors.allowed(&asking(origin)).is_none(), "{origin}");
        }
    }

    #[test]
    fn others_need_to_be_named() {
        let named = Cors { origins: Origins::These(vec!["https://App.test/".into()]), ..Cors::default() };
        assert!(named.allowed(&asking("https://app.test")).is_some());
        assert!(named.allowed(&asking("http://app.test")).is_none());
        assert!(named.allowed(&asking("http://localhost:1")).is_none());
        let none = Cors { origins: Origins::None, ..Cors::default() };
        assert!(none.allowed(&asking("http://localhost:1")).is_none());
    }

    #[test]
    fn whoever_sends_cookies_is_named() {
        let mut headers = HeaderMap::new();
        let any = Cors { origins: Origins::Any, ..Cors::default() };
        any.permit(&"http://a.test".parse().unwrap(), &mut headers);
        assert_eq!(headers[header::ACCESS_CONTROL_ALLOW_ORIGIN], "*");
        Cors { credentials: true, ..any }.permit(&"http://a.test".parse().unwrap(), &mut headers);
        assert_eq!(headers[header::ACCESS_CONTROL_ALLOW_ORIGIN], "http://a.test");
        assert_eq!(headers[header::ACCESS_CONTROL_ALLOW_CREDENTIALS], "true");
    }
}
