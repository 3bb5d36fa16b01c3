import { mkdirSync, symlinkSync } from 'node:fs';
mkdirSync('node_modules');
symlinkSync('../real', 'node_modules/one');
symlinkSync('../real', 'node_modules/two');
