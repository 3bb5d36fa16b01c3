import { writeFileSync } from 'node:fs';
writeFileSync('main.js', "\uFEFFimport { text } from './lib.js';\r\n// comment\r\nconsole.log(JSON.stringify(text), `a\r\nb`.length);\r\n");
writeFileSync('lib.js', '\uFEFFexport const text = `one\r\ntwo`;\r\n');
