import { writeFileSync } from 'node:fs';
writeFileSync('data.bin', Buffer.alloc(9000, 7));
