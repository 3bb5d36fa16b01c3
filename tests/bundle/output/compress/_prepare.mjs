import { mkdirSync, writeFileSync } from 'node:fs';
mkdirSync('public', { recursive: true });
const text = (n) => Array.from({ length: n }, (_, i) => `line ${i * i}`).join('\n');
writeFileSync('large.txt', text(500));
writeFileSync('main.css', Array.from({ length: 200 }, (_, i) => `.a${i} { order: ${i} }`).join('\n'));
writeFileSync('image.png', Buffer.alloc(10_000));
writeFileSync('public/data.json', JSON.stringify(text(600)));
writeFileSync('public/own.txt', text(400));
writeFileSync('public/own.txt.gz', 'the own one');
