// `var` inside of a statement that nothing else mentions is declared all the same.
import './loop.js';
import { last } from './rest.js';

const make = () => undefined;
for (var unused = make(); false; );
if (make) {
  var inBlock = 1;
}
console.log(typeof unused, last(), 'inBlock' in globalThis);
