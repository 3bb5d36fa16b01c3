//! What each URL gives.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use axum::extract::{FromRequestParts, WebSocketUpgrade};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use nexxo_db::{DevModule, DevRoot, PageTags, SERVER_PREFIX, encode_path, version_of};
use serde_json::json;

use crate::app::{App, Forward, lock};
use crate::files::{self, RealFile, page_names, wants_page};
use crate::guard::{check_socket, escaped_byte, is_private};
use crate::reply::{Reply, refuse};
use crate::server::Shared;
use crate::tabs;
use crate::trace::{HEAD_LINES, UPDATE_LINES, line_count};

/// Answers a request for a path below the base. `shrinks` says whether the way is worth making the answer smaller.
pub(crate) async fn answer(shared: Arc<Shared>, mut parts: Parts, path: &str, shrinks: bool) -> Response {
    let app = shared.app();
    let query = Query::new(&parts.uri);
    if path == format!("{SERVER_PREFIX}socket") {
        if let Err((status, words)) = check_socket(&parts.headers, query.get("token"), &shared.token) {
            return refuse(status, words);
        }
        return match WebSocketUpgrade::from_request_parts(&mut parts, &()).await {
            Ok(upgrade) => upgrade.on_upgrade(move |socket| tabs::talk(shared, socket)),
            Err(rejection) => rejection.into_response(),
        };
    }
    let found = match path.strip_prefix(SERVER_PREFIX) {
        Some(own) => own_file(&shared, &app, own, &query, &parts.uri).await,
        None => app_file(&app, path, query.get("v"), &parts.headers).await,
    };
    match found {
        Some(reply) => reply.respond(&parts, shrinks).await,
        None => refuse(StatusCode::NOT_FOUND, format!("there is no {path:?}")),
    }
}

/// The parameters of a URL.
struct Query(Vec<(String, String)>);

impl Query {
    fn new(uri: &Uri) -> Self {
        let decode = |text: &str| {
            let spaced = text.replace('+', " ");
            let mut bytes = Vec::new();
            let mut rest = spaced.as_bytes();
            while let [first, after @ ..] = rest {
                let escaped = escaped_byte(rest);
                bytes.push(escaped.unwrap_or(*first));
                rest = if escaped.is_some() { &after[2..] } else { after };
            }
            String::from_utf8_lossy(&bytes).into_owned()
        };
        let pairs = uri.query().unwrap_or_default().split('&').filter(|it| !it.is_empty());
        Self(pairs.map(|it| it.split_once('=').unwrap_or((it, ""))).map(|(k, v)| (decode(k), decode(v))).collect())
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    fn all<'q>(&'q self, name: &str) -> impl Iterator<Item = &'q str> {
        self.0.iter().filter(move |(it, _)| it == name).map(|(_, value)| value.as_str())
    }
}

/// What is not of the app but of the server.
async fn own_file(shared: &Arc<Shared>, app: &Arc<App>, path: &str, query: &Query, uri: &Uri) -> Option<Reply> {
    if let Some(page) = path.strip_prefix("page/") {
        return match page.strip_suffix(".js.map") {
            Some(page) => script_map(app, page.to_owned(), Vec::new()).await,
            None => entry(shared, app, page.strip_suffix(".js")?.to_owned()).await,
        };
    }
    if let Some(id) = path.strip_prefix("module/") {
        let id = id.to_owned();
        let map = app.with_engine(move |app, engine| engine.dev_map(&app.graph(), &id)).await??;
        return Some(Reply::json(&indexed(&[((UPDATE_LINES, 0), map)])));
    }
    if let Some(id) = path.strip_prefix("style/") {
        let id = id.to_owned();
        let text = app.with_engine(move |app, engine| engine.dev_style(&app.graph(), &id)).await??;
        let mime = files::mime_of(path.split('?').next().unwrap_or(path));
        return Some(Reply::new(mime, text));
    }
    if let Some(worker) = path.strip_prefix("worker/") {
        let (kind, id) = worker.split_once('/')?;
        return worker_script(shared, app, kind == "module", id.to_owned()).await;
    }
    match path {
        "client.js" => {
            let script = app.with_engine(|app, engine| app.client(engine)).await?;
            Some(Reply::script(Bytes::copy_from_slice(script.as_bytes())))
        }
        "hello" => Some(Reply::json(&json!({ "run": app.run, "token": shared.token }))),
        "lazy.js" => lazy(shared, app, query, uri).await,
        "styles.map" => styles_map(app, query).await,
        "lazy.js.map" => {
            let held = query.all("held").map(str::to_owned).collect();
            script_map(app, query.get("id")?.to_owned(), held).await
        }
        _ => asset(app, &format!("{SERVER_PREFIX}{path}"), query.get("v")).await,
    }
}

/// The script of a page: all that it needs at once.
async fn entry(shared: &Arc<Shared>, app: &Arc<App>, id: String) -> Option<Reply> {
    if !app.graph().has_root(&id) {
        open_page(app, app.serving.root.join(&id)).await?;
    }
    let graph = app.graph();
    let head = format!("import\"{}{SERVER_PREFIX}client.js\";", app.serving.base);
    let modules = graph.modules(&id, &[]);
    let end = format!("start({},{})", json!(id), how(shared, app, graph.revision()));
    let url = format!("page/{}.js", encode_path(&id));
    let map = format!("{}{SERVER_PREFIX}{url}.map", app.serving.base);
    shared.scripts.note(url, graph.revision(), modules.clone());
    Some(Reply::script(script(&head, graph.revision(), &modules, &end, &map)))
}

/// The script of an `import()`: what it needs beyond what the page has.
async fn lazy(shared: &Arc<Shared>, app: &Arc<App>, query: &Query, uri: &Uri) -> Option<Reply> {
    let id = query.get("id")?.to_owned();
    if !app.graph().has_root(&id) {
        let id = id.clone();
        app.with_engine(move |app, engine| app.open(engine, DevRoot::Lazy(&id))).await?.then_some(())?;
    }
    let held: Vec<&str> = query.all("held").collect();
    let graph = app.graph();
    if let Some(tab) = query.get("tab") {
        lock(&shared.tabs).opened(tab, &id);
    }
    let modules = graph.modules(&id, &held);
    let end = format!("export const ready=opened({},{})", json!(id), how(shared, app, graph.revision()));
    let mut map = format!("{}{SERVER_PREFIX}lazy.js.map?id={}", app.serving.base, encode_path(&id));
    for root in held {
        _ = write!(map, "&held={}", encode_path(root));
    }
    let found = Reply::script(script("", graph.revision(), &modules, &end, &map));
    shared.scripts.note(format!("lazy.js?{}", uri.query().unwrap_or_default()), graph.revision(), modules);
    drop(graph);
    // What is wrong in it is told at once.
    lock(&shared.tabs).publish(app, &shared.render);
    Some(found)
}

/// What a worker that is not a module gets before its code is there, it gets then.
const EARLY_MESSAGES: &str = "const early=[],keep=(it)=>{early.push(it);it.stopImmediatePropagation()};\
                              addEventListener(\"message\",keep);";
const LATE_MESSAGES: &str = "removeEventListener(\"message\",keep);\
                             for(const it of early)dispatchEvent(new MessageEvent(\"message\",{data:it.data,ports:[...it.ports]}))";

/// The script of a worker: all that it needs.
async fn worker_script(shared: &Arc<Shared>, app: &Arc<App>, is_module: bool, id: String) -> Option<Reply> {
    let asset = format!("{id}{}", if is_module { "?worker&url" } else { "?classic-worker" });
    app.with_engine(move |app, engine| app.open(engine, DevRoot::Worker(&asset))).await?.then_some(())?;
    let graph = app.graph();
    let (modules, revision) = (graph.modules(&id, &[]), graph.revision());
    let client = format!("{}{SERVER_PREFIX}client.js", app.serving.base);
    let start = format!("start({},{})", json!(id), how(shared, app, revision));
    let map = format!("{}{SERVER_PREFIX}lazy.js.map?id={}", app.serving.base, encode_path(&id));
    Some(Reply::script(if is_module {
        script(&format!("import\"{client}\";"), revision, &modules, &start, &map)
    } else {
        let head = format!("{EARLY_MESSAGES}import(\"{client}\").then(async()=>{{");
        script(&head, revision, &modules, &format!("await {start};{LATE_MESSAGES}}})"), &map)
    }))
}

fn how(shared: &Shared, app: &App, revision: u64) -> serde_json::Value {
    let mut how = json!({ "run": app.run, "revision": revision, "base": app.serving.base, "token": shared.token });
    let Forward { errors, levels } = &app.serving.forward;
    if *errors || !levels.is_empty() {
        how["forward"] = json!({ "errors": errors, "levels": levels });
    }
    how
}

fn script(head: &str, revision: u64, modules: &[Arc<DevModule>], end: &str, map: &str) -> Vec<u8> {
    let size = modules.iter().map(|it| it.code.len()).sum::<usize>() + 1024;
    let mut out = Vec::with_capacity(size);
    out.extend(
        format!("{head}const{{definer,start,opened}}=globalThis.__nexxo__,d=definer({revision});\n").into_bytes(),
    );
    modules.iter().for_each(|it| out.extend_from_slice(&it.code));
    out.extend(format!("{end};\n//# sourceMappingURL={map}\n").into_bytes());
    out
}

/// The map of the script of a root.
async fn script_map(app: &Arc<App>, id: String, held: Vec<String>) -> Option<Reply> {
    app.graph().has_root(&id).then_some(())?;
    let maps = app
        .with_engine(move |app, engine| {
            let graph = app.graph();
            let held: Vec<&str> = held.iter().map(String::as_str).collect();
            let mut line = HEAD_LINES;
            let mut maps = Vec::new();
            for module in graph.modules(&id, &held) {
                if let Some(map) = engine.dev_map(&graph, &module.id)? {
                    maps.push(((line, 0), map));
                }
                line += line_count(&module.code);
            }
            Some(maps)
        })
        .await?;
    Some(Reply::json(&indexed(&maps)))
}

/// The map of the style sheets that a page put together: `part=line:column:id` for each.
async fn styles_map(app: &Arc<App>, query: &Query) -> Option<Reply> {
    let part = |part: &str| {
        let (line, rest) = part.split_once(':')?;
        let (column, id) = rest.split_once(':')?;
        Some(((line.parse().ok()?, column.parse().ok()?), id.to_owned()))
    };
    let parts: Vec<((usize, usize), String)> = query.all("part").map(part).collect::<Option<_>>()?;
    let maps = app
        .with_engine(move |app, engine| {
            let graph = app.graph();
            let mut maps = Vec::new();
            for (place, id) in &parts {
                maps.extend(engine.dev_style_map(&graph, id)?.map(|map| (*place, map)));
            }
            Some(maps)
        })
        .await?;
    Some(Reply::json(&indexed(&maps)))
}

/// A map made of maps, each from a line and column on.
fn indexed(maps: &[((usize, usize), String)]) -> String {
    let mut out = String::from("{\"version\":3,\"sections\":[");
    for (i, ((line, column), map)) in maps.iter().enumerate() {
        let comma = if i > 0 { "," } else { "" };
        _ = write!(out, "{comma}{{\"offset\":{{\"line\":{line},\"column\":{column}}},\"map\":{}}}", map.trim_end());
    }
    out.push_str("]}");
    out
}

/// A file of the app, or a page.
async fn app_file(app: &Arc<App>, path: &str, version: Option<&str>, headers: &HeaderMap) -> Option<Reply> {
    let serving = &app.serving;
    if let Some(file) = serving.public.as_ref().and_then(|public| files::below(&serving.system, public, path)) {
        return Some(Reply::file(files::mime_of(path), file, None));
    }
    if let Some(found) = asset(app, path, version).await {
        return Some(found);
    }
    let is_open = wants_page(headers, path);
    let fallback = || Some(serving.root.join("index.html")).filter(|_| serving.single_page && is_open);
    let page = page_file(app, path).filter(|_| path.ends_with(".html") || is_open).or_else(fallback)?;
    let id = nexxo_base::path::relative(&serving.root, &page);
    let script = format!("{}{SERVER_PREFIX}page/{}.js", serving.base, encode_path(&id));
    let client = format!("{}{SERVER_PREFIX}client.js", serving.base);
    open_page(app, page.clone()).await?;
    let text = app
        .with_engine(move |_, engine| {
            let one = std::slice::from_ref;
            engine.dev_page(&page, PageTags { scripts: one(&script), preloads: one(&client) })
        })
        .await??;
    Some(Reply::new("text/html", text))
}

/// An asset that the app names; `version` is that in the URL. With it a browser that has shown the file once shows it again
/// without a question, in a style sheet too.
async fn asset(app: &Arc<App>, path: &str, version: Option<&str>) -> Option<Reply> {
    let url = path.to_owned();
    let file = app.with_engine(move |app, engine| engine.dev_file(&app.graph(), &url)).await??;
    let bytes = app.serving.system.read(&file).ok()?;
    let is_final = version.is_some_and(|it| it == version_of(&bytes));
    Some(Reply::new(files::mime_of(path), bytes).finally(is_final))
}

/// The page that a path means: a file, the index of a folder, or a file without its extension.
fn page_file(app: &App, path: &str) -> Option<PathBuf> {
    let root = &app.serving.root;
    let is_page = |name: &String| {
        !is_private(name)
            && !name.split('/').any(|part| part == "node_modules")
            && RealFile::new(&*app.serving.system, root, &root.join(name)).is_some_and(|it| it.inside.is_some())
    };
    page_names(path).into_iter().find(is_page).map(|name| root.join(name))
}

async fn open_page(app: &Arc<App>, page: PathBuf) -> Option<()> {
    let id = nexxo_base::path::relative(&app.serving.root, &page);
    if app.graph().has_root(&id) {
        return Some(());
    }
    let is_there = page.extension().is_some_and(|it| it == "html" || it == "htm")
        && page_file(app, &id).is_some_and(|it| it == page);
    if !is_there {
        return None;
    }
    app.with_engine(move |app, engine| app.open(engine, DevRoot::Page(&page))).await?.then_some(())
}
