//! All that is printed, and the one place that prints. What is told of the build's success goes to stdout; diagnostics,
//! progress and timings go to stderr. A stream that cannot be written to is nobody's mistake, so errors of writing are
//! passed over.

pub(crate) mod analyze;
pub(crate) mod diagnostics;
pub(crate) mod github;
pub(crate) mod progress;
pub(crate) mod sarif;
pub(crate) mod sizes;

use std::io::Write;
use std::time::Duration;

use clap::builder::styling::Style;
use nexxo_base::{Diagnostic, Severity};
use nexxo_store::Counts;
use serde::Serialize;

use crate::args::{LogFormat, LogLevel, ReportArgs};
use crate::world::World;

/// Where and how things are printed, and how many were wrong.
pub(crate) struct Report<'w> {
    out: Box<dyn Write + 'w>,
    err: Box<dyn Write + 'w>,
    level: LogLevel,
    format: LogFormat,
    out_colors: bool,
    err_colors: bool,
    watched: bool,
    errors: usize,
    warnings: usize,
    /// How many diagnostics may still be printed.
    left: usize,
}

/// One file of the output, as reports name it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Written {
    /// Where it is, as it is shown.
    pub(crate) path: String,
    /// Its length.
    pub(crate) bytes: usize,
    /// Its length when compressed; `None` where that was not asked or means nothing.
    pub(crate) gzip: Option<usize>,
    /// Whether the engine made it; else it was only copied.
    #[serde(skip)]
    pub(crate) made: bool,
}

/// How a build ended, for programs.
#[derive(Serialize)]
struct ResultLine<'a> {
    r#type: &'static str,
    ok: bool,
    errors: usize,
    warnings: usize,
    modules: usize,
    outputs: &'a [Written],
    milliseconds: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    cache: Option<CacheLine>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    timings: Vec<Timing>,
}

/// Rows of the cache: those that were there, and those that were not or were spoilt.
#[derive(Serialize)]
struct CacheLine {
    found: usize,
    missed: usize,
    broken: usize,
}

#[derive(Serialize)]
struct Timing {
    phase: &'static str,
    milliseconds: f64,
}

/// What there is to say of a whole run.
#[derive(Default)]
pub(crate) struct Run {
    /// Number of modules.
    pub(crate) modules: usize,
    /// What was written.
    pub(crate) written: Vec<Written>,
    /// Phases in order.
    pub(crate) timings: Vec<(&'static str, Duration)>,
    /// What the outputs are made of, where that was asked.
    pub(crate) analysis: Option<String>,
    /// How often the cache had what was asked for, where there is one.
    pub(crate) cache: Option<Counts>,
    /// What changed since the build before, where there was one.
    pub(crate) changed: Option<Vec<String>>,
    /// From the start of the process, or from the first change, to now.
    pub(crate) total: Duration,
}

impl<'w> Report<'w> {
    /// Prints to the process's own streams.
    pub(crate) fn of_process(args: &ReportArgs, world: &World) -> Self {
        Self::new(args, world, Box::new(std::io::stdout()), Box::new(std::io::stderr()))
    }

    /// Prints to these streams.
    pub(crate) fn new(args: &ReportArgs, world: &World, out: Box<dyn Write + 'w>, err: Box<dyn Write + 'w>) -> Self {
        let (level, format) = (args.log_level.unwrap_or_default(), args.log_format.unwrap_or_default());
        Self {
            out,
            err,
            level,
            format,
            out_colors: world.stdout_colors(),
            err_colors: world.stderr_colors(),
            watched: world.is_watched() && level >= LogLevel::Info && format == LogFormat::Pretty,
            errors: 0,
            warnings: 0,
            left: usize::MAX,
        }
    }

    /// Prints no more than this many diagnostics; 0 is no limit.
    pub(crate) fn limit(&mut self, limit: u32) {
        self.left = if limit == 0 { usize::MAX } else { limit as usize };
    }

    /// Whether a progress line would be seen.
    pub(crate) fn is_watched(&self) -> bool {
        self.watched
    }

    /// Whether compressed sizes will be shown: to somebody who looks, and to programs that ask. A log is not
    /// worth the work of compressing the whole output.
    pub(crate) fn wants_sizes(&self) -> bool {
        self.watched || self.level >= LogLevel::Info && self.format == LogFormat::Json
    }

    /// Whether any error was told.
    pub(crate) fn failed(&self) -> bool {
        self.errors > 0
    }

    /// Tells diagnostics, and counts them even where they are too light to be shown.
    pub(crate) fn diagnostics(&mut self, diagnostics: &[Diagnostic]) {
        for diagnostic in diagnostics {
            let shown_from = match diagnostic.severity {
                Severity::Error => {
                    self.errors += 1;
                    LogLevel::Error
                }
                Severity::Warning => {
                    self.warnings += 1;
                    LogLevel::Warning
                }
                Severity::Info | Severity::Hint => LogLevel::Info,
            };
            if self.level < shown_from || self.left == 0 {
                continue;
            }
            self.left -= 1;
            let _ = match self.format {
                LogFormat::Json => writeln!(self.err, "{}", diagnostics::to_json(diagnostic)),
                LogFormat::Pretty => writeln!(self.err, "{}\n", diagnostics::render(diagnostic, self.err_colors)),
            };
        }
    }

    /// Tells something that is only of use to who looks for a mistake in Nexxo or its options.
    pub(crate) fn debug(&mut self, text: &str) {
        if self.level >= LogLevel::Debug && self.format == LogFormat::Pretty {
            let _ = writeln!(self.err, "{text}\n");
        }
    }

    /// Tells where the time went.
    pub(crate) fn timings(&mut self, run: &Run) {
        if self.format == LogFormat::Pretty && self.level > LogLevel::Silent {
            let _ = self.err.write_all(timings_table(run).as_bytes());
        }
    }

    /// Tells that from now on every change is taken up.
    pub(crate) fn watching(&mut self) {
        if self.format == LogFormat::Pretty && self.level >= LogLevel::Info {
            let dim = paint(self.out_colors, Style::new().dimmed());
            let _ = writeln!(self.out, "{dim}watching for changes; Ctrl+C ends it{dim:#}");
            let _ = self.out.flush();
        }
    }

    /// Tells where the app is found.
    pub(crate) fn serving(&mut self, local: &str, network: &[String], took: Duration) {
        if self.level < LogLevel::Info {
            return;
        }
        if self.format == LogFormat::Json {
            let line = serde_json::json!({ "type": "ready", "local": local, "network": network, "milliseconds": milliseconds(took) });
            let _ = writeln!(self.err, "{line}");
            return;
        }
        let bold = paint(self.out_colors, Style::new().bold());
        let version = env!("CARGO_PKG_VERSION");
        let _ = writeln!(self.out, "\n  {bold}nexxo{bold:#} {version}  ready in {} ms\n", milliseconds(took).ceil());
        self.urls(local, network);
    }

    /// Tells the same to who asks again.
    pub(crate) fn urls(&mut self, local: &str, network: &[String]) {
        let bold = paint(self.out_colors, Style::new().bold());
        let _ = writeln!(self.out, "  Local:   {bold}{local}{bold:#}");
        for url in network {
            let _ = writeln!(self.out, "  Network: {bold}{url}{bold:#}");
        }
        if network.is_empty() {
            self.hint("Network: use --host to open it");
        }
        let _ = self.out.flush();
    }

    /// Tells what somebody at a terminal may want to do.
    pub(crate) fn hint(&mut self, text: &str) {
        let dim = paint(self.out_colors, Style::new().dimmed());
        let _ = writeln!(self.out, "  {dim}{text}{dim:#}");
        let _ = self.out.flush();
    }

    /// Takes away what is on the terminal.
    pub(crate) fn clear(&mut self) {
        let _ = self.out.write_all(b"\x1b[2J\x1b[3J\x1b[H");
        let _ = self.out.flush();
    }

    /// Tells what happened just now.
    pub(crate) fn told(&mut self, text: &str) {
        if self.format == LogFormat::Pretty && self.level >= LogLevel::Info {
            let _ = writeln!(self.out, "{text}");
            let _ = self.out.flush();
        } else if self.level >= LogLevel::Info {
            let _ = writeln!(self.err, "{}", serde_json::json!({ "type": "news", "text": text }));
        }
    }

    /// Tells how it ended. The last thing that is printed.
    pub(crate) fn finish(&mut self, run: &Run, with_timings: bool) {
        match self.format {
            LogFormat::Json if self.level > LogLevel::Silent => {
                let timings = run.timings.iter().filter(|_| with_timings);
                let line = ResultLine {
                    r#type: "result",
                    ok: !self.failed(),
                    errors: self.errors,
                    warnings: self.warnings,
                    modules: run.modules,
                    outputs: &run.written,
                    milliseconds: milliseconds(run.total),
                    cache: run.cache.map(|it| CacheLine { found: it.hits, missed: it.misses, broken: it.broken }),
                    timings: timings.map(|&(phase, took)| Timing { phase, milliseconds: milliseconds(took) }).collect(),
                };
                let _ = writeln!(self.err, "{}", serde_json::to_string(&line).unwrap_or_default());
            }
            LogFormat::Json => {}
            LogFormat::Pretty => {
                if !self.failed() && self.level >= LogLevel::Info {
                    let text = match &run.changed {
                        None => sizes::table(run, self.out_colors),
                        Some(changed) => sizes::rebuilt(run, changed, self.out_colors),
                    };
                    let _ = self.out.write_all(text.as_bytes());
                    let _ = self.out.write_all(run.analysis.as_deref().unwrap_or_default().as_bytes());
                }
                let loudest = if self.errors > 0 { LogLevel::Error } else { LogLevel::Warning };
                if self.errors + self.warnings > 0 && self.level >= loudest {
                    let _ = self.out.flush();
                    let bold = paint(self.err_colors, Style::new().bold());
                    let counts = format!("{}, {}", count(self.errors, "error"), count(self.warnings, "warning"));
                    let _ = writeln!(self.err, "{bold}{counts}{bold:#}");
                }
            }
        }
        let _ = self.out.flush();
        let _ = self.err.flush();
    }
}

/// Prints a text to stdout and returns the exit code.
pub(crate) fn print(text: &str) -> u8 {
    u8::from(std::io::stdout().write_all(text.as_bytes()).is_err())
}

/// `style`, or none of it.
fn paint(colors: bool, style: Style) -> Style {
    if colors { style } else { Style::new() }
}

/// `1 error`, `2 errors`.
pub(crate) fn count(number: usize, word: &str) -> String {
    format!("{number} {word}{}", if number == 1 { "" } else { "s" })
}

/// Milliseconds, to the hundredth.
fn milliseconds(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 100_000.0).round() / 100.0
}

fn timings_table(run: &Run) -> String {
    let total = run.total.as_secs_f64().max(f64::MIN_POSITIVE);
    let known: Duration = run.timings.iter().map(|(_, took)| *took).sum();
    let rows = run.timings.iter().copied().chain([("other", run.total.saturating_sub(known)), ("total", run.total)]);
    let width = run.timings.iter().map(|(name, _)| name.len()).max().unwrap_or(0).max(5);
    let mut out = format!("{:width$}  {:>10}  {:>6}\n", "phase", "ms", "share");
    for (name, took) in rows {
        let share = 100.0 * took.as_secs_f64() / total;
        out += &format!("{name:width$}  {:>10.2}  {share:>5.1}%\n", milliseconds(took));
    }
    if let Some(cache) = run.cache {
        out += &format!("cache: {} found, {} missed, {} broken\n", cache.hits, cache.misses, cache.broken);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timings_add_up() {
        let run = Run {
            timings: vec![("discover", Duration::from_millis(60)), ("link", Duration::from_millis(15))],
            total: Duration::from_millis(100),
            ..Run::default()
        };
        let expected = "phase             ms   share\ndiscover       60.00   60.0%\nlink           15.00   15.0%\n\
                        other          25.00   25.0%\ntotal         100.00  100.0%\n";
        assert_eq!(timings_table(&run), expected);
    }
}
