import { writeFileSync } from 'node:fs';
writeFileSync('text.wasm', '(module)\n');
writeFileSync('empty.wasm', '');
// One function is announced, and its code is not there.
writeFileSync('cut.wasm', Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0]));
writeFileSync('component.wasm', Buffer.from([0, 0x61, 0x73, 0x6d, 13, 0, 1, 0]));
