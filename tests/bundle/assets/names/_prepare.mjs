import { writeFileSync } from 'node:fs';
writeFileSync('image.png', Buffer.alloc(5000, 1));
