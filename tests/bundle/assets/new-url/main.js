import { readFileSync } from 'node:fs';
import { deep } from './sub/deep.js';
const url = new URL('./data.bin', import.meta.url);
console.log(readFileSync(url).length, url.protocol, readFileSync(deep).toString().trim());
console.log(new URL('./not-there.bin', 'https://example.invalid/a/').href, new URL('https://example.invalid', import.meta.url).host);
