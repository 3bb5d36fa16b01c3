import { dir, file, shadow, kind } from './common.cjs';
console.log(file.endsWith('.js'), file.startsWith(dir), shadow, kind);
