import { mkdirSync, writeFileSync } from 'node:fs';
mkdirSync('fonts', { recursive: true });
writeFileSync('big.png', Buffer.alloc(5000, 1));
writeFileSync('sub/big.png', Buffer.alloc(5000, 2));
writeFileSync('inline.png', Buffer.alloc(6000, 3));
writeFileSync('fonts/x.woff2', Buffer.alloc(5000, 4));
writeFileSync('small.svg', '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>\n');
