import { dir, file, shadow, kind } from './common.cjs';
console.log(file.endsWith('main.js'), file.startsWith(dir), shadow, kind);
