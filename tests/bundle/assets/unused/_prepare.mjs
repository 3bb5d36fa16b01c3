import { writeFileSync } from 'node:fs';
writeFileSync('used.png', Buffer.alloc(5000, 1));
writeFileSync('unused.png', Buffer.alloc(5000, 2));
