//! `server` and `preview`: where and how an app is served.

use nexxo_dev::{Cors, Forward, Origins, ProxyRule, header_problem, proxy_problem};

use super::keys::{Key, Shape, key};
use super::{Config, Reader};
use crate::checks::{self, Wrong};
use crate::jsonc::{Key as Name, Node, Value};

/// What one of the two sections says.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Section {
    pub(crate) host: Option<String>,
    pub(crate) port: Option<u16>,
    pub(crate) strict_port: Option<bool>,
    /// The path that a browser is opened at; `Some(None)` is `false`: none is.
    pub(crate) open: Option<Option<String>>,
    pub(crate) allowed_hosts: Option<Vec<String>>,
    pub(crate) headers: Option<Vec<(String, String)>>,
    pub(crate) cors: Option<Cors>,
    pub(crate) proxy: Option<Vec<ProxyRule>>,
    /// Only in `server`.
    pub(crate) forward_console: Option<Forward>,
}

impl Section {
    /// What this section does not say, another one does.
    pub(crate) fn or(self, other: Self) -> Self {
        Self {
            host: self.host.or(other.host),
            port: self.port.or(other.port),
            strict_port: self.strict_port.or(other.strict_port),
            open: self.open.or(other.open),
            allowed_hosts: self.allowed_hosts.or(other.allowed_hosts),
            headers: self.headers.or(other.headers),
            cors: self.cors.or(other.cors),
            proxy: self.proxy.or(other.proxy),
            forward_console: self.forward_console.or(other.forward_console),
        }
    }
}

use Shape::{AnyMap, Count, Either, Switch, Text, TextMap, Texts};

/// The keys of both sections, sorted by name.
pub(crate) const SECTION: &[Key<Section>] = &[
    key(
        "allowedHosts",
        "allowed-hosts",
        Either(&[Switch, Texts]),
        "Names by which the server may be asked for; true for any.",
        |r, s, k, n| s.allowed_hosts = r.allowed_hosts(k, n),
    ),
    key("cors", "", Either(&[Switch, AnyMap]), "What pages of other origins may do.", |r, s, k, n| {
        s.cors = r.cors(k, n);
    }),
    key("headers", "", TextMap, "Headers of all answers.", |r, s, k, n| s.headers = r.headers(k, n)),
    key("host", "host", Either(&[Switch, Text]), "Address to listen on; true for all.", |r, s, k, n| {
        s.host = r.host(k, n);
    }),
    key("open", "open", Either(&[Switch, Text]), "Open a browser, at this path if it is one.", |r, s, k, n| {
        s.open = r.open(k, n);
    }),
    key("port", "port", Count, "Port to listen on; 0 for any.", |r, s, k, n| s.port = r.port(k, n)),
    key("proxy", "", AnyMap, "What other servers answer: where they are, by what paths begin with.", |r, s, k, n| {
        s.proxy = Some(r.proxy(k, n));
    }),
    key("strictPort", "strict-port", Switch, "Fail if the port is taken.", |r, s, k, n| {
        s.strict_port = r.switch(k, n);
    }),
];

/// What only `server` has.
pub(crate) const OF_APPS: &[Key<Section>] = &[key(
    "forwardConsole",
    "forward-console",
    Either(&[Switch, AnyMap]),
    "Tell errors and warnings of pages in the terminal.",
    |r, s, k, n| s.forward_console = r.forward_console(k, n),
)];

/// What `forwardConsole: true` is.
pub(crate) fn usual_forward() -> Forward {
    Forward { errors: true, levels: vec!["error".into(), "warn".into()] }
}

const FORWARD: &[&str] = &["logLevels", "unhandledErrors"];
const LEVELS: &[&str] = &["debug", "error", "info", "log", "warn"];
const CORS: &[&str] = &["allowedHeaders", "credentials", "exposedHeaders", "maxAge", "methods", "origin"];
const PROXY: &[&str] = &["changeOrigin", "headers", "rewrite", "rewriteWsOrigin", "secure", "target", "ws"];

/// Sets what one of the two sections says.
pub(super) fn server(reader: &mut Reader<'_>, config: &mut Config, key: &Name, node: &Node) {
    config.server = reader.section(key, node, &[SECTION, OF_APPS]);
}

/// The same for the other.
pub(super) fn preview(reader: &mut Reader<'_>, config: &mut Config, key: &Name, node: &Node) {
    config.preview = reader.section(key, node, &[SECTION]);
}

impl Reader<'_> {
    fn section(&mut self, key: &Name, node: &Node, tables: &[&[Key<Section>]]) -> Section {
        let keys = || tables.iter().copied().flatten();
        let mut section = Section::default();
        for (name, item) in self.object(key, node) {
            match keys().find(|it| it.name == name.name) {
                Some(found) => (found.read)(self, &mut section, name, item),
                None => self.unknown_in(name, &key.name, &[&keys().map(|it| it.name).collect::<Vec<_>>()]),
            }
        }
        section
    }

    /// `true`, or a list.
    fn allowed_hosts(&mut self, key: &Name, node: &Node) -> Option<Vec<String>> {
        match node.value {
            Value::Bool(any) => Some(if any { vec!["*".into()] } else { Vec::new() }),
            _ => self.texts(key, node),
        }
    }

    fn host(&mut self, key: &Name, node: &Node) -> Option<String> {
        match node.value {
            Value::Bool(all) => Some(if all { checks::ALL_ADDRESSES } else { "localhost" }.into()),
            _ => self.checked(key, node, |host| checks::check_host(host).map(|_| ())),
        }
    }

    fn open(&mut self, key: &Name, node: &Node) -> Option<Option<String>> {
        match node.value {
            Value::Bool(open) => Some(open.then(String::new)),
            _ => self.text(key, node).map(Some),
        }
    }

    fn port(&mut self, key: &Name, node: &Node) -> Option<u16> {
        if let Value::Number(text) = &node.value
            && let Ok(port) = text.parse()
        {
            return Some(port);
        }
        self.problem(node.span, Wrong::new(format!("`{}` must be a whole number up to {}", key.name, u16::MAX)));
        None
    }

    fn headers(&mut self, key: &Name, node: &Node) -> Option<Vec<(String, String)>> {
        let mut headers = Vec::new();
        for (name, item) in self.object(key, node) {
            let Some(value) = self.text(name, item) else { continue };
            if let Some(problem) = header_problem(&name.name, &value) {
                self.problem(item.span, Wrong::new(problem));
            }
            headers.push((name.name.clone(), value));
        }
        Some(headers)
    }

    /// `true`, `false`, or an object.
    fn forward_console(&mut self, key: &Name, node: &Node) -> Option<Forward> {
        match &node.value {
            Value::Bool(true) => Some(usual_forward()),
            Value::Bool(false) => Some(Forward::default()),
            Value::Object(entries) => {
                let mut forward = Forward { errors: true, levels: Vec::new() };
                for (name, item) in entries {
                    match name.name.as_str() {
                        "unhandledErrors" => forward.errors = self.switch(name, item).unwrap_or(true),
                        "logLevels" => {
                            forward.levels = self.texts(name, item).unwrap_or_default();
                            if let Some(level) = forward.levels.iter().find(|it| !LEVELS.contains(&it.as_str())) {
                                let wrong = Wrong::new(format!("`{level}` is no method of the console"));
                                self.problem(item.span, wrong.help(checks::not_one_of(level, LEVELS)));
                            }
                        }
                        _ => self.unknown_in(name, &key.name, &[FORWARD]),
                    }
                }
                Some(forward)
            }
            _ => {
                self.wrong_type(key, node, "a boolean or an object");
                None
            }
        }
    }

    /// `true` for anybody, `false` for nobody, or an object.
    fn cors(&mut self, key: &Name, node: &Node) -> Option<Cors> {
        if let Value::Bool(any) = node.value {
            return Some(Cors { origins: if any { Origins::Any } else { Origins::None }, ..Cors::default() });
        }
        let Value::Object(entries) = &node.value else {
            self.wrong_type(key, node, "a boolean or an object");
            return None;
        };
        let mut cors = Cors::default();
        for (name, item) in entries {
            match name.name.as_str() {
                "origin" => match &item.value {
                    Value::Bool(any) => cors.origins = if *any { Origins::Any } else { Origins::None },
                    Value::String(all) if all == "*" => cors.origins = Origins::Any,
                    _ => cors.origins = Origins::These(self.texts(name, item).unwrap_or_default()),
                },
                "methods" => cors.methods = self.header_words(name, item),
                "allowedHeaders" => cors.allowed_headers = self.header_words(name, item),
                "exposedHeaders" => cors.exposed_headers = self.header_words(name, item),
                "credentials" => cors.credentials = self.switch(name, item).unwrap_or_default(),
                "maxAge" => cors.max_age = self.number(name, item),
                _ => self.unknown_in(name, "cors", &[CORS]),
            }
        }
        Some(cors)
    }

    /// Words that become a header.
    fn header_words(&mut self, key: &Name, node: &Node) -> Vec<String> {
        let words = self.texts(key, node).unwrap_or_default();
        if let Some(problem) = words.iter().find_map(|word| header_problem(word, "")) {
            self.problem(node.span, Wrong::new(problem));
        }
        words
    }

    fn proxy(&mut self, key: &Name, node: &Node) -> Vec<ProxyRule> {
        let mut rules = Vec::new();
        for (context, item) in self.object(key, node) {
            let Some(rule) = self.proxy_rule(context, item) else { continue };
            match proxy_problem(&rule) {
                Some(problem) => self.problem(item.span, Wrong::new(problem)),
                None => rules.push(rule),
            }
        }
        rules
    }

    /// A target, or an object with one.
    fn proxy_rule(&mut self, context: &Name, node: &Node) -> Option<ProxyRule> {
        let mut rule = ProxyRule::new(context.name.clone(), "");
        match &node.value {
            Value::String(target) => (rule.target, rule.change_origin) = (target.clone(), true),
            Value::Object(entries) => {
                for (name, item) in entries {
                    match name.name.as_str() {
                        "target" => rule.target = self.text(name, item).unwrap_or_default(),
                        "changeOrigin" => rule.change_origin = self.switch(name, item).unwrap_or_default(),
                        "ws" => rule.websockets = self.switch(name, item).unwrap_or_default(),
                        "rewriteWsOrigin" => rule.rewrite_origin = self.switch(name, item).unwrap_or_default(),
                        "secure" => rule.secure = self.switch(name, item).unwrap_or(true),
                        "headers" => rule.headers = self.headers(name, item).unwrap_or_default(),
                        "rewrite" => {
                            for (from, to) in self.object(name, item) {
                                rule.rewrite.extend(self.text(from, to).map(|to| (from.name.clone(), to)));
                            }
                        }
                        _ => self.unknown_in(name, "a proxy", &[PROXY]),
                    }
                }
            }
            _ => {
                self.wrong_type(context, node, "a URL or an object");
                return None;
            }
        }
        Some(rule)
    }
}
