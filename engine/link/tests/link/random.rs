//! Graphs nobody would write: linking them must give something, the same each time, in any options.

use std::fmt::Write;
use std::time::Instant;

use nexxo_base::options::{ChunkGroup, LinkOptions, OutputFormat};
use nexxo_link::link;

use crate::dsl::parse;
use crate::show::Case;

struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % n
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
}

const NAMES: [&str; 6] = ["a", "b", "c", "default", "x", "y"];

fn specifier(random: &mut Random, modules: usize) -> String {
    match random.below(20) {
        0 => "ext-one".to_owned(),
        1 => "ext-two".to_owned(),
        2 => random.pick(&["missing:m", "disabled:d", "skipped:s"]).to_owned(),
        _ => format!("./m{}", random.below(modules)),
    }
}

fn project(random: &mut Random) -> String {
    let modules = 1 + random.below(12);
    let mut text = String::new();
    for i in 0..modules {
        let _ = write!(text, "== m{i}");
        for (flag, percent) in
            [("cjs", 15), ("nofx", 30), ("pure", 5), ("tla", 5), ("style", 5), ("asset", 3), ("html", 3)]
        {
            if random.chance(percent) {
                let _ = write!(text, " {flag}");
            }
        }
        text.push_str(if i == 0 || random.chance(15) { " entry\n" } else { "\n" });
        for n in 0..random.below(4) {
            let from = specifier(random, modules);
            let (name, other) = (random.pick(&NAMES), random.pick(&NAMES));
            let _ = match random.below(7) {
                0 => writeln!(text, "import * as ns{n} from {from}"),
                1 => writeln!(text, "import {from}"),
                2 => writeln!(text, "export * from {from}"),
                3 => writeln!(text, "export * as {name} from {from}"),
                4 => writeln!(text, "export {{{name} as {other}}} from {from}"),
                _ => writeln!(text, "import {{{name} as i{n}, {other} as j{n}}} from {from}"),
            };
        }
        let cjs = text.rsplit("== ").next().is_some_and(|it| it.lines().next().unwrap_or("").contains("cjs"));
        for n in 0..random.below(5) {
            let kind = random.pick(&["var", "var!", "fn"]);
            let mut mentions = String::new();
            for _ in 0..random.below(4) {
                let from = specifier(random, modules);
                let _ = match random.below(8) {
                    0 => write!(mentions, " require({from})"),
                    1 => write!(mentions, " import({from})"),
                    2 => write!(mentions, " url({from})"),
                    3 if !cjs => write!(mentions, " ns{}.{}", random.below(3), random.pick(&NAMES)),
                    4 if !cjs => write!(mentions, " i{}.{}", random.below(3), random.pick(&NAMES)),
                    5 => write!(mentions, " i{}", random.below(3)),
                    6 => write!(mentions, " ns{}", random.below(3)),
                    _ => write!(mentions, " {}", random.pick(&["v0", "v1", "v2", "v3"])),
                };
            }
            let _ = match random.below(3) {
                0 => writeln!(text, "do{mentions}"),
                _ => writeln!(text, "{kind} v{n} ={mentions}"),
            };
        }
        for _ in 0..random.below(3) {
            let _ = writeln!(text, "export {{v{} as {}}}", random.below(4), random.pick(&NAMES));
        }
        if random.chance(20) {
            let _ = writeln!(text, "export {{i0 as {}}}", random.pick(&NAMES));
        }
        let _ = writeln!(text, "nested v0 m1_exports a v1$1\nglobals v2 g\nslots 4 2 {}", random.below(9));
    }
    text
}

fn group(random: &mut Random) -> ChunkGroup {
    let limit = |random: &mut Random, most| random.chance(30).then(|| random.below(most) as u32);
    ChunkGroup {
        name: random.pick(&["g", "h"]).into(),
        test: random.chance(80).then(|| random.pick(&["m[1-4]", "m[05]", "m1", "nothing"]).to_owned()),
        priority: random.below(3) as i32 - 1,
        min_size: limit(random, 40),
        max_size: limit(random, 40),
        min_share_count: random.below(3) as u32,
        min_module_size: limit(random, 12),
        max_module_size: limit(random, 12),
        include_dependencies: random.chance(70),
    }
}

#[test]
fn random_graphs_link_and_link_the_same_again() {
    for seed in 1..=1500u64 {
        let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        let text = project(&mut random);
        let format = [OutputFormat::Esm, OutputFormat::Esm, OutputFormat::Cjs, OutputFormat::Iife][random.below(4)];
        let options = LinkOptions {
            format,
            splitting: format == OutputFormat::Esm && random.chance(60),
            tree_shake: random.chance(80),
            minify: random.chance(40),
            groups: if random.chance(30) { vec![group(&mut random), group(&mut random)] } else { Vec::new() },
            min_chunk_size: if random.chance(30) { 30 } else { 0 },
            ..LinkOptions::default()
        };
        let run = || {
            let made = std::panic::catch_unwind(|| Case::new(&text, &options));
            made.unwrap_or_else(|_| panic!("seed {seed}, {options:?}:\n{text}"))
        };
        let (one, two) = (run(), run());
        assert_eq!(one.linked, two.linked, "seed {seed}");
        assert_eq!(one.plan, two.plan, "seed {seed}");
        assert_eq!(one.names, two.names, "seed {seed}");
    }
}

#[test]
fn long_chains_need_no_stack() {
    let len = 10_000;
    for line in ["import {x} from", "export {x} from", "export * from", "import ./"] {
        for last in ["var x =\nexport {x}\n", "import {x} from ./m0\nexport {x}\n"] {
            let mut text = String::new();
            for i in 0..len {
                let _ = writeln!(text, "== m{i}{}", if i == 0 { " entry" } else { "" });
                if i + 1 == len {
                    text.push_str(last);
                } else if line == "import ./" {
                    let _ = writeln!(text, "import ./m{}", i + 1);
                } else {
                    let _ = writeln!(text, "{line} ./m{}", i + 1);
                    if line.starts_with("import") {
                        text.push_str("do x\nexport {x}\n");
                    }
                }
            }
            // Within the stack of a test thread, and in no time.
            let project = parse(&text);
            let start = Instant::now();
            let (linked, _) =
                link(&project.graph, &LinkOptions { tree_shake: true, ..LinkOptions::default() }, &|_| 10, &|| ());
            assert!(linked.order.len() <= len + 1);
            assert!(start.elapsed().as_secs() < 20, "{line} takes {:?}", start.elapsed());
        }
    }
}

#[test]
#[ignore = "a measurement: run it with --profile checks --nocapture"]
#[expect(clippy::print_stderr, reason = "what it measures is all it says")]
fn speed() {
    // An application: modules in groups with a barrel each, a shared library, externals.
    let modules = 20_000;
    let mut text = String::from("== main entry\n");
    for group in 0..modules / 20 {
        let _ = writeln!(text, "import {{c{}}} from ./g{group}\ndo c{}", group * 20, group * 20);
        if group % 20 == 0 {
            let _ = writeln!(text, "do import(./m{})", group * 20 + 7);
        }
    }
    for group in 0..modules / 20 {
        let _ = writeln!(text, "== g{group} nofx");
        for i in group * 20..group * 20 + 20 {
            let _ = writeln!(text, "export * from ./m{i}");
        }
    }
    for i in 0..modules {
        let _ = writeln!(text, "== m{i}\nimport {{useState, default as React}} from react\nimport * as lib from ./lib");
        for d in 1..6 {
            let other = (i * 7 + d * 13) % modules;
            let _ = writeln!(text, "import {{c{other}}} from ./g{}", other / 20);
        }
        for s in 0..8 {
            let other = (i * 7 + (s % 5 + 1) * 13) % modules;
            let _ = writeln!(text, "fn local{s} = useState React lib.x c{other} local{}", (s + 1) % 8);
        }
        let _ = writeln!(text, "fn c{i} = local0 local1\nvar unused{i} = local5\nexport {{c{i}, unused{i}}}");
        let _ =
            writeln!(text, "nested a b c d e f g h props state\nglobals console document window\nslots 20 10 5 5 2 1");
        let _ = writeln!(text, "uses c{i}=2 local0=1 useState=8");
    }
    text.push_str("== lib\nvar x =\nvar y =\nexport {x, y}\n");
    let project = crate::dsl::parse(&text);
    for (splitting, minify) in [(false, false), (false, true), (true, false)] {
        let options = LinkOptions { tree_shake: true, splitting, minify, ..LinkOptions::default() };
        let start = Instant::now();
        let (linked, plan) = link(&project.graph, &options, &|_| 10, &|| ());
        let linked_in = start.elapsed();
        let start = Instant::now();
        let facts = |module| std::sync::Arc::clone(&project.facts[module]);
        for chunk in plan.chunks.indices() {
            nexxo_link::name_chunk(&project.graph, &linked, &plan, chunk, &facts, &options);
        }
        let included = linked.included.count();
        eprintln!("{options:?}: {included} modules, {} chunks", plan.chunks.len());
        eprintln!("  link {linked_in:?}, names {:?}", start.elapsed());
    }
}
