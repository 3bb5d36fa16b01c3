import { writeFileSync } from 'node:fs';
const number = (it) => (it < 128 ? [it] : [(it & 127) | 128, it >> 7]);
const section = (id, ...content) => [id, ...number(content.length), ...content];
const text = (it) => [Buffer.byteLength(it), ...Buffer.from(it)];
const list = (...items) => [items.length, ...items.flat()];
const module = (...sections) => Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...sections.flat()]);
const I32 = 0x7f;
const type = (from, to) => [0x60, ...list(...from), ...list(...to)];
const body = (...code) => [code.length + 2, 0, ...code, 0x0b];
const exported = (name, kind, index) => [...text(name), kind, index];

// Functions of two numbers: the sum and what `times` of ./host.js makes of them, under all kinds of names; a memory, and globals
// that do not change, that do, and that code cannot read.
const math = module(
  section(1, ...list(type([I32, I32], [I32]), type([], []))),
  section(2, ...list([...text('./host.js'), ...text('times'), 0, 0], [...text('./host.js'), ...text('a b'), 3, I32, 0], [...text('./host.js'), ...text('times'), 0, 0])),
  section(3, ...list(0, 0, 1)),
  section(5, ...list([0, 1])),
  section(6, ...list([I32, 0, 0x23, 0, 0x0b], [I32, 1, 0x41, 7, 0x0b], [0x7b, 0, 0xfd, 12, ...Buffer.alloc(16), 0x0b])),
  section(
    7,
    ...list(
      exported('add', 0, 2),
      exported('twice-times', 0, 3),
      exported('class', 0, 0),
      exported('default', 0, 2),
      exported('', 0, 2),
      exported('💥', 0, 2),
      exported('__proto__', 0, 2),
      exported('wasm_1', 0, 2),
      exported('change', 0, 4),
      exported('memory', 2, 0),
      exported('given', 3, 0),
      exported('base', 3, 1),
      exported('counter', 3, 2),
      exported('vector', 3, 3),
    ),
  ),
  section(10, ...list(body(0x20, 0, 0x20, 1, 0x6a), body(0x20, 0, 0x20, 1, 0x10, 0, 0x41, 2, 0x6c), body(0x41, 8, 0x24, 2))),
);
writeFileSync('math.wasm', math);
// What it does, it does when it is started.
writeFileSync(
  'start.wasm',
  module(
    section(1, ...list(type([], []))),
    section(2, ...list([...text('./host.js'), ...text('started'), 0, 0], [...text('./math.wasm'), ...text('base'), 3, I32, 0])),
    section(8, 0),
  ),
);
writeFileSync('node_modules/pure/unused.wasm', module(section(1, ...list(type([], []))), section(3, ...list(0)), section(7, ...list(exported('unused', 0, 0))), section(10, ...list(body()))));
