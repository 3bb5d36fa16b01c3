//! What was written and how large it is, also as it travels: compressed.

use std::io::{self, Write};

use clap::builder::styling::{AnsiColor, Style};
use flate2::Compression;
use flate2::write::GzEncoder;

use super::{Run, Written, count, paint};
use crate::compress::each_on_cores;

/// More files than this are not listed one by one.
const FILE_LIMIT: usize = 30;
/// A file larger than this stands out: what Vite warns of, and about a second on a slow mobile connection.
const BIG: usize = 500_000;

/// The compressed length of each text, worked out on all cores.
pub(crate) fn gzip_lengths(texts: &[&[u8]]) -> Vec<usize> {
    each_on_cores(texts, |text| gzip_length(text))
}

fn gzip_length(text: &[u8]) -> usize {
    let mut encoder = GzEncoder::new(Counter(0), Compression::default());
    // A counter takes all that it is given.
    let _ = encoder.write_all(text);
    encoder.finish().map_or(0, |counter| counter.0)
}

/// Counts what is written to it.
struct Counter(usize);

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Where a file stands in the table, and its colour: pages, styles, scripts, others, maps.
fn rank(path: &str) -> (u8, AnsiColor) {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" | "htm" => (0, AnsiColor::Green),
        "css" => (1, AnsiColor::Magenta),
        "js" | "mjs" | "cjs" => (2, AnsiColor::Cyan),
        "map" => (4, AnsiColor::BrightBlack),
        _ => (3, AnsiColor::Blue),
    }
}

/// The table of files, and the line that says how long it all took.
pub(crate) fn table(run: &Run, colors: bool) -> String {
    let mut files: Vec<&Written> = run.written.iter().filter(|file| file.made).collect();
    files.sort_by(|a, b| (rank(&a.path).0, a.bytes, &a.path).cmp(&(rank(&b.path).0, b.bytes, &b.path)));
    // Maps are as many as scripts and tell the least: they are the first to go when the table is long.
    let listed = &files[..files.len().min(FILE_LIMIT)];
    let path_width = listed.iter().map(|file| file.path.chars().count()).max().unwrap_or(0);
    let size_width = listed.iter().map(|file| kilobytes(file.bytes).len()).max().unwrap_or(0);
    let gzip_width = listed.iter().filter_map(|file| file.gzip).map(|gzip| kilobytes(gzip).len()).max().unwrap_or(0);
    let dim = paint(colors, Style::new().dimmed());
    let mut out = String::new();
    for file in listed {
        let (folder, name) = file.path.split_at(file.path.rfind('/').map_or(0, |at| at + 1));
        let hue = paint(colors, rank(name).1.on_default());
        let big = file.bytes > BIG && rank(name).0 < 3;
        let weight = paint(colors && big, AnsiColor::Yellow.on_default().bold());
        let pad = " ".repeat(path_width - file.path.chars().count());
        let size = format!("{:>size_width$}", kilobytes(file.bytes));
        out += &format!("{dim}{folder}{dim:#}{hue}{name}{hue:#}{pad}  {weight}{size} kB{weight:#}");
        if let Some(gzip) = file.gzip {
            let gzip = kilobytes(gzip);
            out += &format!("{dim}  gzip {gzip:>gzip_width$} kB{dim:#}");
        }
        out.push('\n');
    }
    if files.len() > listed.len() {
        out += &format!("… and {} more\n", files.len() - listed.len());
    }
    let bytes: usize = run.written.iter().map(|file| file.bytes).sum();
    let facts =
        format!("{}, {}, {} kB", count(run.modules, "module"), count(run.written.len(), "file"), kilobytes(bytes));
    let good = paint(colors, AnsiColor::Green.on_default());
    out + &format!("{good}built in {}{good:#}: {facts}\n", time(run.total))
}

/// The line that says what another build did.
pub(crate) fn rebuilt(run: &Run, changed: &[String], colors: bool) -> String {
    let good = paint(colors, AnsiColor::Green.on_default());
    let dim = paint(colors, Style::new().dimmed());
    let what = match changed {
        [] => String::new(),
        [one] => format!("{dim}{one}{dim:#} changed, "),
        [one, more @ ..] => format!("{dim}{one}{dim:#} and {} more changed, ", more.len()),
    };
    let written = match &run.written[..] {
        [] => "the output is the same".to_owned(),
        [one] => format!("{} written", one.path),
        files => format!("{} written", count(files.len(), "file")),
    };
    format!("{good}built in {}{good:#}: {what}{written}\n", time(run.total))
}

/// Thousands of bytes, as Vite counts them: `1,234.56`.
pub(super) fn kilobytes(bytes: usize) -> String {
    let hundredths = (bytes + 5) / 10;
    let mut whole = (hundredths / 100).to_string();
    let mut at = whole.len();
    while at > 3 {
        at -= 3;
        whole.insert(at, ',');
    }
    format!("{whole}.{:02}", hundredths % 100)
}

fn time(took: std::time::Duration) -> String {
    if took.as_secs() >= 10 { format!("{:.1} s", took.as_secs_f64()) } else { format!("{} ms", took.as_millis()) }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn file(path: &str, bytes: usize, gzip: Option<usize>) -> Written {
        Written { path: path.into(), bytes, gzip, made: true }
    }

    #[test]
    fn files_are_grouped_and_aligned() {
        let written = vec![
            file("dist/assets/index-a.js", 1_234_567, Some(345_678)),
            file("dist/assets/index-a.js.map", 9, None),
            file("dist/assets/logo.svg", 4_000, Some(2_000)),
            file("dist/index.html", 460, Some(300)),
            file("dist/assets/index-b.css", 1_390, Some(710)),
            Written { made: false, ..file("dist/robots.txt", 10, None) },
        ];
        let run = Run { modules: 1, written, total: Duration::from_millis(123), ..Run::default() };
        let expected = "\
dist/index.html                 0.46 kB  gzip   0.30 kB
dist/assets/index-b.css         1.39 kB  gzip   0.71 kB
dist/assets/index-a.js      1,234.57 kB  gzip 345.68 kB
dist/assets/logo.svg            4.00 kB  gzip   2.00 kB
dist/assets/index-a.js.map      0.01 kB
built in 123 ms: 1 module, 6 files, 1,240.44 kB
";
        assert_eq!(table(&run, false), expected);
        assert!(table(&run, true).contains("\u{1b}["));
    }

    #[test]
    fn many_files_are_cut_short() {
        let written = (0..40).map(|at| file(&format!("{at}.js"), at, None)).collect();
        let table = table(&Run { written, ..Run::default() }, false);
        assert!(table.contains("… and 10 more\n") && table.lines().count() == 32);
    }

    #[test]
    fn gzip_of_many() {
        let text = "const a = 1;\n".repeat(1000);
        let lengths = gzip_lengths(&[b"", text.as_bytes(), b"x"]);
        assert!(lengths[0] == 20 && lengths[1] < 200 && lengths[2] == 21, "{lengths:?}");
    }
}
