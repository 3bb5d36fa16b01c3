//! URLs, and references of CSS and HTML, which are URLs.

use nexxo_base::module::ImportKind;

use crate::support::{check, world};

#[test]
fn the_network_is_external() {
    for url in ["https://x.dev/a.js", "http://x.dev/a.js", "//x.dev/a.js", "HTTPS://x.dev"] {
        check(&[], url, &format!("external {url}"));
    }
}

#[test]
fn data_urls_are_modules_or_stay() {
    check(&[], "data:text/javascript,export%20default%201", "data text/javascript export default 1");
    check(&[], "data:application/json;base64,eyJhIjoxfQ==", "data application/json {\"a\":1}");
    check(&[], "data:image/png;base64,AAAA", "external data:image/png;base64,AAAA");
    check(&[], "data:text/javascript;base64,*", "this `data:` URL cannot be decoded");
    let css = world(&[]).from("src/a.css");
    css.kind(ImportKind::CssUrl).gives("data:text/css,a#b", "external data:text/css,a#b");
    world(&[]).kind(ImportKind::CssImport).gives("data:text/css,a#b{}", "data text/css a#b{}");
}

#[test]
fn urls_are_relative_before_they_are_packages() {
    let files =
        [("src/a.css", ""), ("src/a.png", ""), ("node_modules/p/x.css", ""), ("node_modules/a.css/index.css", "")];
    use ImportKind::{CssImport, CssUrl, HtmlAsset, HtmlScript, HtmlStyle, Url};
    for kind in [CssImport, CssUrl, HtmlAsset, HtmlScript, HtmlStyle, Url] {
        let world = world(&files).kind(kind);
        world.gives("a.css", "src/a.css").gives("p/x.css", "node_modules/p/x.css");
    }
    world(&files).kind(CssUrl).gives("a.png", "src/a.png").gives("~p/x.css", "node_modules/p/x.css");
    world(&files).kind(CssImport).gives("~p/x.css", "node_modules/p/x.css");
    check(&files, "a.css", "node_modules/a.css/index.css");
}

#[test]
fn css_imports_take_styles() {
    let json = r#"{"exports": {".": {"style": "./s.css", "import": "./i.js"}, "./t.css": "./t.css"}}"#;
    let files = [
        ("node_modules/p/package.json", json),
        ("node_modules/p/s.css", ""),
        ("node_modules/p/t.css", ""),
        ("node_modules/p/i.js", ""),
    ];
    world(&files)
        .kind(ImportKind::CssImport)
        .gives("p", "node_modules/p/s.css")
        .gives("p/t.css", "node_modules/p/t.css");
    check(&files, "p", "node_modules/p/i.js");
    let field =
        [("node_modules/p/package.json", r#"{"style": "s.css", "main": "i.js"}"#), ("node_modules/p/s.css", "")];
    world(&field).kind(ImportKind::CssImport).gives("p", "node_modules/p/s.css");
    let main = [("node_modules/n.css/package.json", r#"{"main": "n.css"}"#), ("node_modules/n.css/n.css", "")];
    world(&main).kind(ImportKind::CssImport).gives("n.css", "node_modules/n.css/n.css");
    world(&[("src/a.css", ""), ("src/a.ts", "")]).kind(ImportKind::CssImport).gives("./a", "src/a.css");
}

#[test]
fn what_is_no_file_stays() {
    let css = world(&[]).kind(ImportKind::CssUrl);
    css.gives("#gradient", "external #gradient").gives("blob:x", "external blob:x");
    world(&[]).kind(ImportKind::HtmlAsset).gives("mailto:a@b", "external mailto:a@b");
}

#[test]
fn urls_may_be_encoded() {
    let files = [("src/a b.png", ""), ("img/ü.png", "")];
    world(&files).kind(ImportKind::CssUrl).gives("a%20b.png", "src/a b.png").gives("/img/%C3%BC.png", "img/ü.png");
}
