import f from './function.js';
import g from './arrow.js';
import C from './class.js';
import D from './class-with-name.js';
import named from './named.js';
console.log([f.name, g.name, C.name, D.name, named.name].join());
