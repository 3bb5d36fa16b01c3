import { readFileSync } from 'node:fs';
const read = (name) => readFileSync(new URL(`./files/${name}.txt`, import.meta.url), 'utf8').trim();
console.log(read('a'), read('sub/b'));
