import * as lib from './lib.js';
console.log(lib.present, lib.abesnt, 'absent' in lib);
