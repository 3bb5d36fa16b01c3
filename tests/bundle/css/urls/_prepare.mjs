import { mkdirSync, writeFileSync } from 'node:fs';
mkdirSync('images', { recursive: true });
writeFileSync('big.png', Buffer.alloc(10_000, 1));
writeFileSync('font.woff2', Buffer.alloc(10_000, 2));
writeFileSync('images/small.svg', '<svg xmlns="http://www.w3.org/2000/svg"><g id="part"/></svg>');
