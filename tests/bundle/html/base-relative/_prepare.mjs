import { mkdirSync, writeFileSync } from 'node:fs';
mkdirSync('public', { recursive: true });
writeFileSync('image.png', Buffer.alloc(9000, 1));
writeFileSync('public/icon.png', Buffer.alloc(10, 1));
