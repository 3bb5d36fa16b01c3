import { symlinkSync } from 'node:fs';
symlinkSync('.', 'here', 'dir');
symlinkSync('../..', 'a/b/top', 'dir');
symlinkSync('b', 'a/also', 'dir');
