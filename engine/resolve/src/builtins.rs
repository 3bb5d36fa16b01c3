//! The modules that Node.js brings along.

/// Node's modules that may be imported without `node:`, sorted for the search.
const BUILTINS: [&str; 68] = [
    "_http_agent",
    "_http_client",
    "_http_common",
    "_http_incoming",
    "_http_outgoing",
    "_http_server",
    "_stream_duplex",
    "_stream_passthrough",
    "_stream_readable",
    "_stream_transform",
    "_stream_wrap",
    "_stream_writable",
    "_tls_common",
    "_tls_wrap",
    "assert",
    "assert/strict",
    "async_hooks",
    "buffer",
    "child_process",
    "cluster",
    "console",
    "constants",
    "crypto",
    "dgram",
    "diagnostics_channel",
    "dns",
    "dns/promises",
    "domain",
    "events",
    "fs",
    "fs/promises",
    "http",
    "http2",
    "https",
    "inspector",
    "inspector/promises",
    "module",
    "net",
    "os",
    "path",
    "path/posix",
    "path/win32",
    "perf_hooks",
    "process",
    "punycode",
    "querystring",
    "readline",
    "readline/promises",
    "repl",
    "stream",
    "stream/consumers",
    "stream/promises",
    "stream/web",
    "string_decoder",
    "sys",
    "timers",
    "timers/promises",
    "tls",
    "trace_events",
    "tty",
    "url",
    "util",
    "util/types",
    "v8",
    "vm",
    "wasi",
    "worker_threads",
    "zlib",
];

/// Whether Node.js resolves `specifier` to a module of its own: `fs`, `fs/promises`, `node:fs`, and anything else
/// that starts with `node:`.
pub fn is_node_builtin(specifier: &str) -> bool {
    specifier.starts_with("node:") || BUILTINS.binary_search(&specifier).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_subpaths() {
        assert!(BUILTINS.is_sorted());
        assert!(is_node_builtin("fs") && is_node_builtin("fs/promises") && is_node_builtin("node:sqlite"));
        assert!(!is_node_builtin("fs/x") && !is_node_builtin("fs-extra") && !is_node_builtin("punycode/"));
    }
}
