import { Shape, onlyOnce } from './shape.js';
import legacy from './legacy.cjs';

const shape = new Shape();
console.log(shape.sides, shape.area(2, 3), onlyOnce('once'), legacy.value(1, 2));

import('./lazy.js').then(({ lazy }) => {
  console.log(lazy());
  throwLate();
}).catch((error) => console.log(error.message));
function throwLate() {
  throw new Error('arrived too late');
}
