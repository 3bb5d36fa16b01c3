import note from './a.note';
import b64 from './a.b64';
import bytes from './a.bin';
import pix from './a.pix';
import gone, * as nothing from './a.gone';
import { sum } from './a.script';
import svg from './a.svg';
import svgUrl from './a.svg?url';
import { answer } from './a.data.note';
import big from './a.big';
import bare from './LICENCE';

console.log(note.trim(), b64, bytes instanceof Uint8Array, [...bytes].join());
console.log(pix.slice(0, 5), JSON.stringify(gone), Object.keys(nothing).join(), sum(1, 2));
console.log(svg.trim(), svgUrl.slice(0, 5), answer, /a-[-\w]+\.big$/.test(big), bare.trim());
console.log(require('./a.note').trim(), require('./a.bin').length);
