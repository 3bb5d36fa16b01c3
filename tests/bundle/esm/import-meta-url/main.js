import { fileURLToPath } from 'node:url';
import { existsSync } from 'node:fs';
import { url } from './sub/deep.js';
console.log(typeof import.meta, existsSync(fileURLToPath(import.meta.url)), url.startsWith('file://'), import.meta.nothing);
