import { mkdirSync, symlinkSync } from 'node:fs';
mkdirSync('dir.js');
symlinkSync('link.js', 'link.js');
