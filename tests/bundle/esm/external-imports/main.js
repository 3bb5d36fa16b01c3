import outside, { named, count, bump } from 'outside';
import * as all from 'outside';
import { basename } from 'node:path';
import fs, { existsSync } from 'fs';
import cjs from 'outside-cjs';
import './other.js';
export { named as again } from 'outside';
export * from 'outside';

console.log(outside, named, all.named, basename('/a/b.js'), typeof fs.readFileSync, existsSync('/'));
bump();
console.log(count, all.count, cjs.value);
const basename2 = 'own';
console.log(basename2);
