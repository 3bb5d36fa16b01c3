import { writeFileSync } from 'node:fs';
writeFileSync('a.wasm', Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]));
