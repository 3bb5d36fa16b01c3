import big from './big.png';
import small from './small.svg';
import * as ns from './big.png';
import font from './fonts/x.woff2?url';
import raw from './text.txt?raw';
import inline from './inline.png?inline';
import { sub } from './sub/sub.js';
const required = require('./big.png');
console.log(JSON.stringify({ big, small, same: ns.default === big, font, raw, inline, sub, required: required.default ?? required }));
