import { writeFileSync } from 'node:fs';
// (module (import "env" "base" (func $base (result i32))) (func (export "add") (param i32) (result i32) local.get 0 call $base i32.add))
const section = (id, ...content) => [id, content.length, ...content];
const text = (it) => [it.length, ...Buffer.from(it)];
const module = [
  0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
  ...section(1, 2, 0x60, 0, 1, 0x7f, 0x60, 1, 0x7f, 1, 0x7f),
  ...section(2, 1, ...text('env'), ...text('base'), 0, 0),
  ...section(3, 1, 1),
  ...section(7, 1, ...text('add'), 0, 1),
  ...section(10, 1, 7, 0, 0x20, 0, 0x10, 0, 0x6a, 0x0b),
];
// One that becomes a data URL, and one that is a file: a custom section makes it large.
writeFileSync('small.wasm', Buffer.from(module));
const long = [...text('x'), ...Buffer.alloc(5000)];
writeFileSync('large.wasm', Buffer.from([...module, 0, long.length & 127 | 128, long.length >> 7, ...long]));
