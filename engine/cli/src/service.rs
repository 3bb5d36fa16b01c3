//! Where and how something is served: what the command line says, which outweighs the configuration.

use std::net::{IpAddr, SocketAddr, UdpSocket};

use nexxo_base::{Code, Diagnostic};
use nexxo_dev::{Bound, Listen, Rules};

use crate::args::ServerArgs;
use crate::checks;
use crate::config::Section;
use crate::world::World;

/// Where and how.
pub(crate) struct Service {
    host: Option<String>,
    port: u16,
    strict_port: bool,
    /// The path at which a browser is opened.
    open: Option<String>,
    /// By what rules.
    pub(crate) rules: Rules,
}

impl Service {
    /// `port` is the usual one.
    pub(crate) fn new(args: &ServerArgs, section: &Section, port: u16) -> Self {
        let section = section.clone();
        Self {
            host: args.host.clone().or(section.host),
            port: args.port.or(section.port).unwrap_or(port),
            strict_port: args.strict_port || section.strict_port.unwrap_or(false),
            open: args.open.clone().or(section.open.flatten()),
            rules: Rules {
                allowed_hosts: args.allowed_hosts.clone().or(section.allowed_hosts).unwrap_or_default(),
                headers: section.headers.unwrap_or_default(),
                cors: section.cors.unwrap_or_default(),
                proxies: section.proxy.unwrap_or_default(),
            },
        }
    }

    /// Takes the port.
    pub(crate) fn bind(&self) -> Result<Bound, Vec<Diagnostic>> {
        let host = self.host.as_deref().map_or(Ok(None), checks::check_host);
        let host = host.map_err(|wrong| vec![wrong.diagnostic(Code::InvalidOption)])?;
        let listen = Listen { host, port: self.port, strict: self.strict_port };
        Bound::new(&listen).map_err(|error| vec![self.cannot_listen(&error)])
    }

    pub(crate) fn cannot_listen(&self, error: &std::io::Error) -> Diagnostic {
        Diagnostic::error(Code::InvalidOption, format!("cannot listen on port {}: {error}", self.port))
            .help("choose another --port, or leave --strict-port out")
    }

    /// Whether a server that listens for `self` would do for `other`.
    pub(crate) fn listens_as(&self, other: &Self) -> bool {
        (&self.host, self.port, self.strict_port) == (&other.host, other.port, other.strict_port)
    }

    /// Where it is found when it listens there.
    pub(crate) fn urls(&self, address: SocketAddr, base: &str) -> Urls {
        let url = |host: &str| format!("http://{host}:{}{base}", address.port());
        let of_ip = |ip: IpAddr| if ip.is_ipv6() { url(&format!("[{ip}]")) } else { url(&ip.to_string()) };
        let is_local_only = matches!(self.host.as_deref(), None | Some("localhost"));
        if is_local_only {
            Urls { local: url("localhost"), network: Vec::new() }
        } else if address.ip().is_unspecified() {
            Urls { local: url("localhost"), network: own_address().map(of_ip).into_iter().collect() }
        } else if address.ip().is_loopback() {
            Urls { local: of_ip(address.ip()), network: Vec::new() }
        } else {
            Urls { local: of_ip(address.ip()), network: vec![of_ip(address.ip())] }
        }
    }

    /// Opens a browser, if that was asked for.
    pub(crate) fn open(&self, urls: &Urls, world: &World) {
        if let Some(path) = &self.open {
            urls.open(path, world);
        }
    }
}

/// Where something is found.
#[derive(Clone, Debug)]
pub(crate) struct Urls {
    pub(crate) local: String,
    pub(crate) network: Vec<String>,
}

impl Urls {
    /// Opens a browser there, at a path below the base, or at a URL.
    pub(crate) fn open(&self, path: &str, world: &World) {
        let is_url = path.contains("://");
        let url = if is_url { path.to_owned() } else { format!("{}{}", self.local, path.trim_start_matches('/')) };
        world.open_browser(&url);
    }
}

/// The address of this machine in its network: the one from which it would talk to others. Nothing is sent.
fn own_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind(("0.0.0.0", 0)).ok()?;
    socket.connect(("192.0.2.1", 9)).ok()?;
    Some(socket.local_addr().ok()?.ip()).filter(|ip| !ip.is_loopback())
}
