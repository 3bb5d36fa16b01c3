import { writeFileSync } from 'node:fs';
writeFileSync('src/photo.png', Buffer.alloc(9000, 1));
