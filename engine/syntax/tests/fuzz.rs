//! Random bytes and mutated programs through `compile`: never a panic, never a hang. The compiler catches its own
//! panics, so an internal error among the problems is a failure here.

use nexxo_base::Code;
use nexxo_base::options::CompileOptions;
use nexxo_syntax::js::{JsInput, Lang, ModuleMode, Origin, compile};

/// Programs to mutate: every construct that the slots and the top level treat in a way of their own.
const SEEDS: &[(&str, bool)] = &[
    (
        "import a, { b as c, default as d } from 'x'; import * as ns from 'y'; export const e = a + ns.f, { g, h: [i = 1] } = c;",
        false,
    ),
    (
        "export default class extends (await import('z')).default { static #p = 1; static { this.q = new.target } get r() { return super.r } }",
        false,
    ),
    (
        "const x = require('x'); try { require('y') } catch {} module.exports = { x, [`${x}`]: new (require('z'))() }; exports.y = this;",
        false,
    ),
    (
        "export * from 'a'; export * as b from 'b'; export { c as 'd e' } from 'c'; for (var f of [1]) { var { g } = f } label: { break label }",
        false,
    ),
    (
        "enum E { A = 1, B = A << 2, C = 'x'.length } namespace N { export const y = E.A } export class D { constructor(private z?: N.Y) {} }",
        true,
    ),
    (
        "export const el = <A b={1} {...c}>text {d} <></></A>; function f<T,>(this: Window, x: T): asserts x is T {}",
        true,
    ),
    (
        "async function* f({ a, ...b } = {}, [c, , d] = []) { yield* await a?.b?.(...c) ?? d; } new URL('./x', import.meta.url); eval('f')",
        false,
    ),
];

struct Random(u64);

impl Random {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below.max(1) as u64) as usize
    }
}

fn mutate(random: &mut Random, seed: &str) -> String {
    let mut bytes = seed.as_bytes().to_vec();
    for _ in 0..=random.next(4) {
        let at = random.next(bytes.len());
        match random.next(5) {
            0 => {
                bytes.remove(at);
            }
            1 => bytes.insert(at, b"(){}[];,.`'\"/\\=<>*&|!?:#@ \n0aZ\x80\xf4"[random.next(31)]),
            2 => {
                let end = (at + random.next(20)).min(bytes.len());
                let piece = bytes[at..end].to_vec();
                let to = random.next(bytes.len());
                bytes.splice(to..to, piece);
            }
            3 => bytes.truncate(at + 1),
            _ => bytes[at] = random.next(256) as u8,
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn check(source: &str, ts: bool, minify: bool) {
    let options = CompileOptions {
        minify: nexxo_base::options::Minify::all(minify),
        source_map: true,
        tree_shake: true,
        define: vec![("process.env.NODE_ENV".into(), "\"production\"".into())],
        ..CompileOptions::default()
    };
    let lang = Lang { ts, jsx: ts, module: ModuleMode::Auto, declaration: false };
    let input = JsInput {
        source,
        path: "fuzz.tsx",
        lang,
        ts: None,
        injected: &[],
        known: &[],
        options: &options,
        origin: Origin::Source,
    };
    let compiled = compile(&input);
    let internal = compiled.problems.iter().find(|problem| problem.code == Code::Internal);
    assert!(internal.is_none(), "{}\n{source:?}", internal.map_or("", |it| &it.message));
    let template = &compiled.template;
    assert_eq!(template.statements.len(), compiled.statements.len(), "{source:?}");
    assert!(template.slots.is_sorted_by_key(|slot| slot.offset), "{source:?}");
}

/// A thread with the stack that the engine's workers have.
fn on_deep_stack(run: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(256 << 20).spawn(run).expect("a thread can be made");
    thread.join().expect("no input panics");
}

#[test]
fn mutated_programs() {
    on_deep_stack(|| {
        let mut random = Random(0x9e37_79b9_7f4a_7c15);
        for round in 0..4_000 {
            let (seed, ts) = SEEDS[random.next(SEEDS.len())];
            let source = mutate(&mut random, seed);
            check(&source, ts, round % 2 == 0);
        }
    });
}

#[test]
fn random_bytes() {
    on_deep_stack(|| {
        let mut random = Random(7);
        for round in 0..2_000 {
            let bytes: Vec<u8> = (0..random.next(200)).map(|_| random.next(256) as u8).collect();
            check(&String::from_utf8_lossy(&bytes), round % 3 == 0, round % 2 == 0);
        }
    });
}

#[test]
fn deep_nesting() {
    on_deep_stack(|| {
        for (open, close) in [("(", ")"), ("[", "]"), ("{a:", "}"), ("f(", ")"), ("a=>", ""), ("!", ""), ("if(a)", "")]
        {
            let source = format!("{}1{}", open.repeat(2_000), close.repeat(2_000));
            check(&source, false, true);
        }
    });
}
