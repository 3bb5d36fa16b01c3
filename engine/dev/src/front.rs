//! What every request goes through, whatever is served: who asks, what another server answers, and what all answers have.

use std::net::SocketAddr;
use std::sync::{Arc, PoisonError, RwLock};

use axum::extract::connect_info::Connected;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use axum::serve::IncomingStream;
use nexxo_db::SERVER_PREFIX;

use crate::cors::Cors;
use crate::guard::{Guard, check_site, decode_path};
use crate::http;
use crate::preview::Folder;
use crate::proxy::{Proxy, ProxyRule};
use crate::reply::{redirect, refuse};
use crate::server::{NoDelay, Shared};
use crate::tabs::News;

/// Who is answered, and what all answers have.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Rules {
    /// Host names by which the server may be asked for, beside this machine's own. One that begins with a dot stands for all below
    /// it, `*` for any.
    pub allowed_hosts: Vec<String>,
    /// Headers of all that the server itself answers.
    pub headers: Vec<(String, String)>,
    /// What pages of other origins may do.
    pub cors: Cors,
    /// What other servers answer; of several rules that fit the first counts.
    pub proxies: Vec<ProxyRule>,
}

/// What is wrong with a header, if anything is.
pub fn header_problem(name: &str, value: &str) -> Option<String> {
    parse_header(name, value).err()
}

/// # Errors
/// What is wrong with it, in words.
pub(crate) fn parse_header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), String> {
    let wrong = || format!("`{name}: {value}` is no header");
    Ok((name.parse().map_err(|_| wrong())?, value.parse().map_err(|_| wrong())?))
}

/// What is served.
pub(crate) enum Site {
    /// An app that is worked on.
    App(Arc<Shared>),
    /// What a build wrote.
    Built(Folder),
}

/// A server's rules, and what it serves by them.
pub(crate) struct Front {
    site: Site,
    rules: RwLock<Arc<Ready>>,
    tell: Arc<dyn Fn(News) + Send + Sync>,
}

/// The rules, ready for use.
struct Ready {
    guard: Guard,
    headers: HeaderMap,
    cors: Cors,
    proxies: Vec<Proxy>,
}

impl Ready {
    /// What cannot be used was refused where it was read.
    fn new(rules: &Rules) -> Arc<Self> {
        let headers = rules.headers.iter().filter_map(|(name, value)| parse_header(name, value).ok());
        Arc::new(Self {
            guard: Guard { hosts: rules.allowed_hosts.iter().map(|host| host.to_ascii_lowercase()).collect() },
            headers: headers.collect(),
            cors: rules.cors.clone(),
            proxies: rules.proxies.iter().filter_map(|rule| Proxy::new(rule).ok()).collect(),
        })
    }
}

impl Front {
    pub(crate) fn new(site: Site, rules: &Rules, tell: Arc<dyn Fn(News) + Send + Sync>) -> Self {
        Self { site, rules: RwLock::new(Ready::new(rules)), tell }
    }

    /// Goes by other rules from now on.
    pub(crate) fn set_rules(&self, rules: &Rules) {
        *self.rules.write().unwrap_or_else(PoisonError::into_inner) = Ready::new(rules);
    }

    fn base(&self) -> String {
        match &self.site {
            Site::App(shared) => shared.app().serving.base.clone(),
            Site::Built(folder) => folder.base.clone(),
        }
    }
}

/// Where a request comes from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(SocketAddr);

impl Connected<IncomingStream<'_, NoDelay>> for Peer {
    fn connect_info(stream: IncomingStream<'_, NoDelay>) -> Self {
        Self(*stream.remote_addr())
    }
}

/// Answers a request.
pub(crate) async fn answer(
    State(front): State<Arc<Front>>,
    ConnectInfo(Peer(peer)): ConnectInfo<Peer>,
    request: Request,
) -> Response {
    let rules = Arc::clone(&front.rules.read().unwrap_or_else(PoisonError::into_inner));
    let asked = request.headers();
    if let Err((status, words)) = rules.guard.check_host(asked) {
        return refuse(status, words);
    }
    let origin = rules.cors.allowed(asked).cloned();
    if origin.is_none()
        && let Err((status, words)) = check_site(asked)
    {
        return refuse(status, words);
    }
    if let Some(response) = rules.cors.preflight(request.method(), asked) {
        return response;
    }
    let base = front.base();
    let is_own = request.uri().path().strip_prefix(base.as_str()).is_some_and(|it| it.starts_with(SERVER_PREFIX));
    let proxy = rules.proxies.iter().find(|proxy| !is_own && proxy.takes(request.uri(), asked));
    let is_proxied = proxy.is_some();
    let mut response = match proxy {
        Some(proxy) => forward(&front, proxy, request, origin.is_some()).await,
        None => own(&front, &base, peer, request).await,
    };
    let headers = response.headers_mut();
    if let Some(origin) = origin
        && !headers.contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN)
    {
        rules.cors.permit(&origin, headers);
    }
    if !is_proxied {
        headers.append(header::VARY, HeaderValue::from_static("origin"));
        headers.extend(rules.headers.clone());
    }
    response
}

/// What another server says.
async fn forward(front: &Front, proxy: &Proxy, request: Request, is_allowed: bool) -> Response {
    if let Err((status, words)) = Proxy::check(request.headers(), is_allowed) {
        return refuse(status, words);
    }
    let asked = format!("{} {}", request.method(), request.uri());
    match proxy.forward(request).await {
        Ok(response) => response,
        Err(why) => {
            (front.tell)(News::Unreachable(format!("{asked}: {why}")));
            refuse(StatusCode::BAD_GATEWAY, format!("{why}\n"))
        }
    }
}

/// What is there here.
async fn own(front: &Front, base: &str, peer: SocketAddr, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return refuse(StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD are answered");
    }
    let (parts, _) = request.into_parts();
    let path = parts.uri.path();
    let Some(rest) = path.strip_prefix(base) else {
        // Who forgets the base is led there.
        let is_page = path == "/" || Some(path) == base.strip_suffix('/');
        return if is_page { redirect(base) } else { refuse(StatusCode::NOT_FOUND, "not below the base") };
    };
    let Some(path) = decode_path(rest) else { return refuse(StatusCode::BAD_REQUEST, "a path that leads elsewhere") };
    match &front.site {
        // On this machine the bytes are there before they are smaller.
        Site::App(shared) => http::answer(Arc::clone(shared), parts, &path, !is_near(peer)).await,
        Site::Built(folder) => folder.answer(&parts, &path).await,
    }
}

/// Whether the way is within this machine.
fn is_near(peer: SocketAddr) -> bool {
    peer.ip().to_canonical().is_loopback()
}
