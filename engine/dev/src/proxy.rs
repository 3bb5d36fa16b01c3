//! Requests that another server answers: bodies and websockets are passed on as they come.

use std::error::Error;
use std::fmt::Write as _;
use std::io;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::http::uri::{Authority, PathAndQuery, Scheme};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioIo};
use regex::Regex;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};

use crate::front::parse_header;
use crate::guard::{Refusal, check_origin};

/// A target that does not even take a connection for this long will not answer.
const CONNECTING: Duration = Duration::from_secs(10);

/// Which requests go where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProxyRule {
    /// What paths begin with; a regular expression, if it begins with `^`.
    pub context: String,
    /// The other server: its URL, with a path that is put before those of requests.
    pub target: String,
    /// Whether `Host` names the target.
    pub change_origin: bool,
    /// Whether websockets are passed on too.
    pub websockets: bool,
    /// Whether `Origin` of websockets names the target.
    pub rewrite_origin: bool,
    /// Regular expressions and what takes the place of the first match of each in a path.
    pub rewrite: Vec<(String, String)>,
    /// Whether the certificate of the target must be good.
    pub secure: bool,
    /// Headers that requests get.
    pub headers: Vec<(String, String)>,
}

impl ProxyRule {
    /// A rule that says no more than what goes where.
    pub fn new(context: impl Into<String>, target: impl Into<String>) -> Self {
        Self {
            context: context.into(),
            target: target.into(),
            change_origin: false,
            websockets: false,
            rewrite_origin: false,
            rewrite: Vec::new(),
            secure: true,
            headers: Vec::new(),
        }
    }
}

/// What is wrong with a rule, if anything is.
pub fn proxy_problem(rule: &ProxyRule) -> Option<String> {
    Proxy::new(rule).err()
}

type HttpClient = Client<HttpsConnector<HttpConnector>, Body>;

/// A rule, ready for use.
pub(crate) struct Proxy {
    context: Context,
    scheme: Scheme,
    authority: Authority,
    /// Of the target, without a slash at its end.
    path: String,
    rewrite: Vec<(Regex, String)>,
    headers: HeaderMap,
    rule: ProxyRule,
    /// Made when it is first needed: trusted certificates take a while to read.
    client: OnceLock<HttpClient>,
}

enum Context {
    Prefix(String),
    Pattern(Regex),
}

impl Proxy {
    /// # Errors
    /// What is wrong with it.
    pub(crate) fn new(rule: &ProxyRule) -> Result<Self, String> {
        let pattern = |text: &str| Regex::new(text).map_err(|error| no_pattern(text, &error));
        let context = match rule.context.starts_with('^') {
            true => Context::Pattern(pattern(&rule.context)?),
            false => Context::Prefix(rule.context.clone()),
        };
        let no_url = || format!("`{}` is no URL of a server", rule.target);
        let target: Uri = rule.target.parse().map_err(|_| no_url())?;
        let scheme = match target.scheme_str() {
            Some("http" | "ws") => Scheme::HTTP,
            Some("https" | "wss") => Scheme::HTTPS,
            _ => return Err(no_url()),
        };
        let authority = target.authority().cloned().ok_or_else(no_url)?;
        let rewrite = rule.rewrite.iter().map(|(from, to)| Ok((pattern(from)?, replacement(to))));
        let mut headers = HeaderMap::new();
        for (name, value) in &rule.headers {
            let (name, value) = parse_header(name, value)?;
            headers.insert(name, value);
        }
        Ok(Self {
            context,
            scheme,
            authority,
            path: target.path().trim_end_matches('/').to_owned(),
            rewrite: rewrite.collect::<Result<_, String>>()?,
            headers,
            rule: rule.clone(),
            client: OnceLock::new(),
        })
    }

    /// Whether a request is for the target.
    pub(crate) fn takes(&self, uri: &Uri, headers: &HeaderMap) -> bool {
        let url = uri.path_and_query().map_or("/", PathAndQuery::as_str);
        let fits = match &self.context {
            Context::Prefix(start) => url.starts_with(start),
            Context::Pattern(pattern) => pattern.is_match(url),
        };
        fits && (!is_websocket(headers) || self.passes_websockets())
    }

    fn passes_websockets(&self) -> bool {
        self.rule.websockets || self.rule.target.starts_with("ws")
    }

    /// Looks at who asks for a websocket: those of other sites' pages would bring the cookies of this one.
    ///
    /// # Errors
    /// The status and the words to refuse it with.
    pub(crate) fn check(headers: &HeaderMap, is_allowed: bool) -> Result<(), Refusal> {
        let is_of_page = is_websocket(headers) && headers.contains_key(header::ORIGIN);
        if is_of_page && !is_allowed { check_origin(headers) } else { Ok(()) }
    }

    /// What the target answers.
    ///
    /// # Errors
    /// Why it does not, in words.
    pub(crate) async fn forward(&self, request: Request) -> Result<Response, String> {
        let why = |error: &dyn Error| format!("no answer from {}: {}", self.rule.target, words(error));
        let client = match self.client.get() {
            Some(client) => client,
            None => {
                let made = self.client().map_err(|error| why(&error))?;
                self.client.get_or_init(|| made)
            }
        };
        let mut request = request;
        let ours = is_websocket(request.headers()).then(|| hyper::upgrade::on(&mut request));
        let (parts, body) = request.into_parts();
        let mut onward = Request::new(body);
        *onward.method_mut() = parts.method;
        *onward.uri_mut() = self.uri(&parts.uri).map_err(|error| why(&error))?;
        *onward.headers_mut() = self.request_headers(parts.headers, ours.is_some());
        let mut response = client.request(onward).await.map_err(|error| why(&error))?;
        let is_switched = response.status() == StatusCode::SWITCHING_PROTOCOLS;
        if let Some(ours) = ours.filter(|_| is_switched) {
            let theirs = hyper::upgrade::on(&mut response);
            tokio::spawn(async move {
                let (Ok(ours), Ok(theirs)) = (ours.await, theirs.await) else { return };
                // One that breaks off ends the other; there is nobody left to tell.
                _ = tokio::io::copy_bidirectional(&mut TokioIo::new(ours), &mut TokioIo::new(theirs)).await;
            });
        }
        let (mut parts, body) = response.into_parts();
        drop_hops(&mut parts.headers, is_switched);
        // How it came says nothing of how it goes on.
        parts.version = axum::http::Version::HTTP_11;
        Ok((parts.status, parts.headers, Body::new(body)).into_response())
    }

    fn uri(&self, uri: &Uri) -> Result<Uri, axum::http::Error> {
        let mut url = uri.path_and_query().map_or("/", PathAndQuery::as_str).to_owned();
        for (from, to) in &self.rewrite {
            url = from.replace(&url, to.as_str()).into_owned();
        }
        let slash = if url.starts_with('/') { "" } else { "/" };
        let whole = format!("{}{slash}{url}", self.path);
        Uri::builder().scheme(self.scheme.clone()).authority(self.authority.clone()).path_and_query(whole).build()
    }

    fn request_headers(&self, mut headers: HeaderMap, is_websocket: bool) -> HeaderMap {
        drop_hops(&mut headers, is_websocket);
        if self.rule.change_origin {
            // The client says the target's.
            headers.remove(header::HOST);
        }
        if is_websocket && self.rule.rewrite_origin {
            let origin = format!("{}://{}", self.scheme, self.authority);
            if let Ok(origin) = HeaderValue::from_str(&origin) {
                headers.insert(header::ORIGIN, origin);
            }
        }
        for (name, value) in &self.headers {
            headers.insert(name, value.clone());
        }
        headers
    }

    fn client(&self) -> io::Result<HttpClient> {
        let mut http = HttpConnector::new();
        http.enforce_http(false);
        http.set_nodelay(true);
        http.set_connect_timeout(Some(CONNECTING));
        let provider = ring::default_provider();
        let builder = HttpsConnectorBuilder::new();
        let builder = if self.scheme == Scheme::HTTPS && self.rule.secure {
            builder.with_provider_and_native_roots(provider)?
        } else {
            let config = ClientConfig::builder_with_provider(Arc::new(provider.clone()));
            let config = config.with_safe_default_protocol_versions().map_err(io::Error::other)?;
            let mut config = config.with_root_certificates(RootCertStore::empty()).with_no_client_auth();
            if !self.rule.secure {
                config.dangerous().set_certificate_verifier(Arc::new(AnyCertificate(provider)));
            }
            builder.with_tls_config(config)
        };
        let connector = builder.https_or_http().enable_http1().wrap_connector(http);
        Ok(Client::builder(TokioExecutor::new()).build(connector))
    }
}

/// Why a text is no regular expression, on one line.
fn no_pattern(text: &str, error: &regex::Error) -> String {
    let error = error.to_string();
    let last = error.lines().last().unwrap_or_default().trim_start_matches("error: ");
    format!("`{text}` is no regular expression: {last}")
}

fn is_websocket(headers: &HeaderMap) -> bool {
    headers.get(header::UPGRADE).is_some_and(|it| it.as_bytes().eq_ignore_ascii_case(b"websocket"))
}

/// Takes out what is only said to the next one on the way.
fn drop_hops(headers: &mut HeaderMap, is_switched: bool) {
    let named: Vec<HeaderName> = headers
        .get_all(header::CONNECTION)
        .iter()
        .filter_map(|it| it.to_str().ok())
        .flat_map(|it| it.split(','))
        .filter_map(|it| it.trim().parse().ok())
        .collect();
    let upgrade = headers.get(header::UPGRADE).cloned().filter(|_| is_switched);
    for name in named {
        headers.remove(name);
    }
    for name in ["connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"] {
        headers.remove(name);
    }
    if let Some(protocol) = upgrade {
        headers.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
        headers.insert(header::UPGRADE, protocol);
    }
}

/// A replacement as JavaScript writes it (`$1`, `$&`, `$$`) in the form of the regular expressions here.
fn replacement(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let digits = rest.bytes().take(2).take_while(u8::is_ascii_digit).count();
        let (name, length) = match rest.as_bytes().first() {
            Some(b'&') => ("0", 1),
            Some(b'$') => ("", 1),
            Some(b'<') => rest.find('>').map_or(("", 0), |end| (&rest[1..end], end + 1)),
            _ => (&rest[..digits], digits),
        };
        rest = &rest[length..];
        if name.is_empty() {
            out.push_str("$$");
        } else {
            _ = write!(out, "${{{name}}}");
        }
    }
    out.push_str(rest);
    out
}

/// An error with what led to it.
fn words(error: &dyn Error) -> String {
    let mut out = error.to_string();
    let mut next = error.source();
    while let Some(error) = next {
        let text = error.to_string();
        if !out.contains(&text) {
            _ = write!(out, ": {text}");
        }
        next = error.source();
    }
    out
}

/// Takes any certificate: for `secure: false`.
#[derive(Debug)]
struct AnyCertificate(CryptoProvider);

impl ServerCertVerifier for AnyCertificate {
    fn verify_server_cert(
        &self,
        _end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        rustls::crypto::verify_tls12_signature(message, cert, dss, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        rustls::crypto::verify_tls13_signature(message, cert, dss, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contexts() {
        let takes = |context: &str, url: &str| {
            Proxy::new(&ProxyRule::new(context, "http://a.test"))
                .unwrap()
                .takes(&url.parse().unwrap(), &HeaderMap::new())
        };
        assert!(takes("/api", "/api/x?y") && takes("/api", "/apix") && !takes("/api", "/x/api"));
        assert!(takes("^/v\\d+/", "/v12/x") && !takes("^/v\\d+/", "/v/x"));
    }

    #[test]
    fn paths_are_rewritten_and_put_behind_the_path_of_the_target() {
        let mut rule = ProxyRule::new("/api", "https://a.test:8443/base/");
        rule.rewrite = vec![("^/api".into(), String::new()), ("/v(\\d)/(\\w+)".into(), "/$2$1$$".into())];
        let proxy = Proxy::new(&rule).unwrap();
        let uri = proxy.uri(&"/api/v2/users?q=1".parse().unwrap()).unwrap();
        assert_eq!(uri, "https://a.test:8443/base/users2$?q=1");
        assert_eq!(proxy.uri(&"/api".parse().unwrap()).unwrap(), "https://a.test:8443/base/");
    }

    #[test]
    fn bad_rules_are_told() {
        for (context, target) in [("^(", "http://a.test"), ("/a", "nonsense"), ("/a", "ftp://a.test"), ("/a", "/b")] {
            assert!(proxy_problem(&ProxyRule::new(context, target)).is_some(), "{context} {target}");
        }
        assert_eq!(proxy_problem(&ProxyRule::new("/a", "http://localhost:1/x")), None);
    }

    #[test]
    fn what_is_said_to_the_next_one_is_not_passed_on() {
        let pairs =
            [("connection", "close, x-hop"), ("x-hop", "1"), ("te", "gzip"), ("accept", "a"), ("upgrade", "h2c")];
        let headers = pairs.into_iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
        let headers =
            Proxy::new(&ProxyRule::new("/", "http://a.test")).unwrap().request_headers(headers.collect(), false);
        assert_eq!(headers.keys().map(HeaderName::as_str).collect::<Vec<_>>(), ["accept"]);
    }
}
