use super::*;
use nexxo_base::module::ImportKind;

fn env(name: &str) -> Option<String> {
    match name {
        "BASE_URL" => Some("/base/".into()),
        "VITE_TITLE" => Some("Hello & <b>".into()),
        _ => None,
    }
}

/// The page with `<specifier>` in place of each asset's URL, without any bundle.
fn rendered(source: &str) -> String {
    render(source, &[], &|_| None)
}

fn render(source: &str, scripts: &[&str], kept_url: &dyn Fn(RecordIdx) -> Option<String>) -> String {
    let it = compile(source, &env);
    let owned = |list: &[&str]| list.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
    let page = PageOutput {
        import_map: None,
        integrity: &|_| None,
        scripts: &owned(scripts),
        preloads: &owned(if scripts.is_empty() { &[] } else { &["p.js"] }),
        links: &|_| Vec::new(),
        styles: &owned(if scripts.is_empty() { &[] } else { &["s.css"] }),
        asset_url: &|record| format!("<{}>", it.records[record.0 as usize].specifier),
        kept_url,
    };
    it.render(source, &page)
}

fn records(source: &str) -> Vec<(String, ImportKind)> {
    compile(source, &env).records.iter().map(|it| (it.specifier.to_string(), it.kind)).collect()
}

const TAGS: &str = "<script type=\"module\" crossorigin src=\"e.js\"></script>\
    <link rel=\"modulepreload\" crossorigin href=\"p.js\"><link rel=\"stylesheet\" crossorigin href=\"s.css\">";

#[test]
fn a_usual_page() {
    let source = "<!doctype html>\r\n<html>\r\n  <head>\r\n    <title>%VITE_TITLE%</title>\r\n    \
        <link rel=icon href=%BASE_URL%i.svg>\r\n    <link rel='stylesheet' href=\"/s.css?a&amp;b\">\r\n  </head>\r\n  <body>\r\n    \
        <script type=module src='./m.ts'></script>\r\n    <p>100% %NO%</p>\r\n  </body>\r\n</html>\r\n";
    let kinds = [
        ("/base/i.svg".to_owned(), ImportKind::HtmlAsset),
        ("/s.css?a&b".to_owned(), ImportKind::HtmlStyle),
        ("./m.ts".to_owned(), ImportKind::HtmlScript),
    ];
    assert_eq!(records(source), kinds);
    assert_eq!(
        render(source, &["e.js"], &|_| None),
        "<!doctype html>\r\n<html>\r\n  <head>\r\n    <title>Hello & <b></title>\r\n    \
        <link rel=icon href=\"</base/i.svg>\">\r\n    \
        <script type=\"module\" crossorigin src=\"e.js\"></script>\r\n    \
        <link rel=\"modulepreload\" crossorigin href=\"p.js\">\r\n    \
        <link rel=\"stylesheet\" crossorigin href=\"s.css\">\r\n  </head>\r\n  <body>\r\n    \
        <p>100% %NO%</p>\r\n  </body>\r\n</html>\r\n"
    );
    assert_eq!(
        render(source, &[], &|record| (record.0 == 2).then(|| "/kept&.js".into()))
            .matches("src=\"/kept&amp;.js\"")
            .count(),
        1
    );
    let it = compile(source, &env);
    let span = it.spans[1];
    assert_eq!(&source[span.start as usize..span.end as usize], "\"/s.css?a&amp;b\"");
}

#[test]
fn the_head_is_found_or_imagined() {
    for (before, after) in [
        ("<head><title></head></title>", "</head>x"),
        ("<!DOCTYPE html><html><meta>", "<body>"),
        ("<!DOCTYPE html><html><meta>", "text"),
        ("<!--<body>-->", "<p>"),
        ("<template><p></template>", "<div>"),
        ("<noscript><img></noscript>", "<div>"),
        ("<head>", ""),
        ("", ""),
        ("<html>", "</html>"),
    ] {
        assert_eq!(render(&format!("{before}{after}"), &["e.js"], &|_| None), format!("{before}{TAGS}{after}"));
    }
    let lines = render("<html>\n\t<head>\n\t</head>", &["e.js"], &|_| None);
    assert!(lines.starts_with("<html>\n\t<head>\n\t\t<script"), "{lines}");
    assert!(lines.ends_with("s.css\">\n\t</head>"), "{lines}");
}

#[test]
fn scripts() {
    assert_eq!(rendered("<p><script type=MODULE src=a.js></script>x"), "<p>x");
    assert_eq!(rendered("<script type=module>import 'x'; '</p>'\n</script >x"), "x");
    assert_eq!(rendered("<script type=module>unclosed"), "");
    for untouched in [
        "<script type=module src=https://a/b.js></script>",
        "<script type=module src=//a/b.js></script>",
        "<script type=importmap>{}</script><script type=\"text/x\" src=a.js></script>",
        "<script>document.write('<script type=module src=a.js>')</script>",
        "<!-- <script type=module src=a.js></script> -->",
        "<template><script type=module src=a.js></script></template>",
        "<textarea><script type=module src=a.js></script></textarea>",
    ] {
        assert_eq!(rendered(untouched), untouched);
        assert_eq!(records(untouched), []);
    }
    assert_eq!(
        rendered("<script type=module src=a.js vite-ignore></script><script data-nexxo-ignore type=module>x</script>"),
        "<script type=module src=a.js></script><script type=module>x</script>",
        "the mark goes"
    );
    assert_eq!(rendered("<img\n  nexxo-ignore=\"\"\n  src=a.png>"), "<img\n  src=a.png>");
    // The base comes before what is in the public folder.
    assert_eq!(rendered("<script defer src=a.js></script>"), "<script defer src=\"<a.js>\"></script>");
    let it = compile("<script src=/a.js></script><script src=http://a></script><script type=x src=a></script>", &env);
    assert_eq!(it.warnings.len(), 1);
    assert_eq!(it.warnings[0].url, "/a.js");
    let it = compile(
        "<script type=module async src=a></script><script type=module async>let a='%VITE_TITLE%'</script>",
        &env,
    );
    assert!(it.all_async);
    assert_eq!(it.records[1].specifier, "?html-inline=0");
    assert_eq!(&*it.inline_scripts[0].text, "let a='Hello & <b>'");
}

#[test]
fn styles() {
    assert_eq!(rendered("<link rel=stylesheet href=a.css>x"), "x");
    let it = compile("<link rel=stylesheet href=a.css media=print><link rel=stylesheet href=b.css media=all>", &env);
    let media: Vec<_> = it.records.iter().map(|it| it.attribute("media").map(|it| it.as_str())).collect();
    assert_eq!(media, [Some("print"), None]);
    for untouched in
        ["<link rel=stylesheet href=http://x/a.css>", "<link rel=stylesheet>", "<link rel=preload as=style href=a.css>"]
    {
        assert_eq!(rendered(untouched), untouched);
    }
    for own in ["alternate stylesheet href=%>", "stylesheet href=% disabled>", "stylesheet href=% media='a;b'>"] {
        let tag = |url| {
            format!("<link rel={}", own.replace("alternate stylesheet", "'alternate stylesheet'").replace('%', url))
        };
        assert_eq!(rendered(&tag("a.css")), tag("\"<a.css>\""), "it is a file of its own");
    }
    assert_eq!(
        rendered("<noscript><link rel=stylesheet href=a.css></noscript>"),
        "<noscript><link rel=stylesheet href=\"<a.css>\"></noscript>"
    );
    assert_eq!(
        rendered("<style>@import 'x.css' layer(l) print;@import url(//h/y.css);a{b:image-set('x.png' 1x)}</style>"),
        "<style>@import url(<x.css>) layer(l) print;@import url(//h/y.css);a{b:image-set(url(<x.png>) 1x)}</style>"
    );
    assert_eq!(
        rendered("<style>a{b:url('x.png') url(#y)}</style><p style=\"a:url(&quot;x.png&quot;);b:c\">"),
        "<style>a{b:url(<x.png>) url(#y)}</style><p style=\"a:url(<x.png>);b:c\">"
    );
}

#[test]
fn assets() {
    assert_eq!(
        rendered("<img SRC=a.png srcset='a.png 1x, b.png 2x' alt=a.png><IMG src = \"c.png\">"),
        "<img SRC=\"<a.png>\" srcset=\"<a.png> 1x, <b.png> 2x\" alt=a.png><IMG src = \"<c.png>\">"
    );
    assert_eq!(records("<img src=a.png srcset=a.png>").len(), 1);
    for source in [
        "<video src=\"1\" poster=\"2\"></video>",
        "<source src=\"1\" srcset=\"2\">",
        "<object data=\"1\"></object><embed src=\"2\">",
        "<svg><use href=\"1#a\"/><image xlink:href=\"2\"></image></svg>",
        "<meta property=\"og:image\" content=\"1\"><meta name=\"twitter:image\" content=\"2\"><meta name=a content=b>",
        "<link rel=\"manifest\" href=\"1\"><link rel=\"preload\" as=font href=\"2\"><link rel=canonical href=x>",
    ] {
        assert_eq!(records(source).len(), 2, "{source}");
        assert_eq!(rendered(source).matches('<').count(), source.matches('<').count() + 2);
    }
    for untouched in
        ["<img src=''><img src><img src=data:x>", "<use href='#a'/>", "<a href=a.html>", "<img alt='&amp;'>"]
    {
        assert_eq!(rendered(untouched), untouched);
    }
    assert_eq!(
        rendered("\u{feff}é\r\n<p>&amp;&notanentity;\r\r\n<img src=a\r\n>"),
        "\u{feff}é\r\n<p>&amp;&notanentity;\r\r\n<img src=\"<a>\"\r\n>"
    );
    assert_eq!(rendered("<p a='1'/><img\u{a0}src=x><img src='é'/>"), "<p a='1'/><img\u{a0}src=x><img src=\"<é>\"/>");
}

#[test]
fn no_text_panics_and_all_else_stays() {
    let seeds = [
        "<!doctype html>\r\n<head>\n<link rel=stylesheet href=a.css>\r\n</head><body style='a:url(b)'>",
        "\u{feff}<script type=module src=a.js></script><img srcset='é 1x,b'><!-- é --><style>a{b:url(c)}</style>%BASE_URL%",
        "<svg><![CDATA[x]]><use href=a#b /></svg><template><p></template><script type=module>'</scr'</script><title>é</title>",
    ];
    let mut state = 0x1234_5678_9abc_def1u64;
    let mut random = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as usize
    };
    for round in 0..20_000 {
        let mut bytes = seeds[round % seeds.len()].as_bytes().to_vec();
        for _ in 0..random() % 5 + 1 {
            let at = random() % (bytes.len() + 1);
            match random() % 3 {
                0 if at < bytes.len() => bytes[at] = random() as u8,
                1 if at < bytes.len() => {
                    bytes.remove(at);
                }
                _ => bytes.insert(at, b"<>/=\"'!-& \r\n%\0"[random() % 14]),
            }
        }
        let text = String::from_utf8_lossy(&bytes);
        let it = compile(&text, &env);
        for span in &it.spans {
            assert!(text.get(span.start as usize..span.end as usize).is_some(), "{text:?}");
        }
        assert!(it.edits.is_sorted_by(|a, b| a.span.end <= b.span.start), "{text:?}");
        let kept = rendered(&text);
        if it.edits.is_empty() {
            assert_eq!(kept, text);
        }
        assert!(render(&text, &["e.js"], &|_| Some("k".into())).contains(TAGS.split_at(20).0));
    }
}

#[test]
fn what_may_be_in_the_page_itself() {
    let page = "<img src=a.png><link rel=icon href=a.png><img srcset='a.png 1x'><object data=a.svg></object>\
        <p style='background:url(a.png)'><style>p{background:url(a.svg)}</style>";
    let files: Vec<(String, bool)> = compile(page, &env)
        .records
        .iter()
        .map(|it| (it.specifier.to_string(), it.attribute("file").is_some()))
        .collect();
    let files: Vec<(&str, bool)> = files.iter().map(|(url, is_file)| (url.as_str(), *is_file)).collect();
    assert_eq!(files, [("a.png", false), ("a.png", true), ("a.svg", true), ("a.svg", false)]);
}

#[test]
fn hashes_of_what_is_loaded() {
    let source = "<head><link rel=stylesheet href=a.css><style></style></head>";
    let it = compile(source, &env);
    let one = |text: &str| vec![text.to_owned()];
    let page = PageOutput {
        import_map: Some("{}"),
        integrity: &|url| (url != "p.js").then_some("sha384-x"),
        scripts: &one("e.js"),
        preloads: &one("p.js"),
        links: &|_| vec![("l.css".into(), Some("print".into()))],
        styles: &one("s.css"),
        asset_url: &|_| String::new(),
        kept_url: &|_| None,
    };
    assert_eq!(
        it.render(source, &page),
        "<head><link rel=\"stylesheet\" crossorigin href=\"l.css\" integrity=\"sha384-x\" media=\"print\"><style></style>\
         <script type=\"importmap\">{}</script>\
         <script type=\"module\" crossorigin src=\"e.js\" integrity=\"sha384-x\"></script>\
         <link rel=\"modulepreload\" crossorigin href=\"p.js\">\
         <link rel=\"stylesheet\" crossorigin href=\"s.css\" integrity=\"sha384-x\"></head>"
    );
}
