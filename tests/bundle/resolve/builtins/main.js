import fs from 'fs';
import { readFile } from 'node:fs/promises';
import * as path from 'path';
import { test } from 'node:test';
import promises from 'fs/promises';
const os = require('os');
console.log(typeof fs.existsSync, typeof readFile, path.posix.join('a', 'b'), typeof test, typeof promises.readFile, typeof os.EOL);
