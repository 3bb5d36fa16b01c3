import { outer, twice } from './lib.js';
import * as all from './lib.js';

let first = 'first';
function blocks(flag) {
  let seen = [];
  {
    let hidden = 'let';
    {
      var hoisted = `var ${hidden}`;
    }
    seen.push(hidden, hoisted);
  }
  for (var i = 0; i < 2; i++) {
    let copy = i;
    seen.push(() => copy + i);
  }
  if (flag) {
    const inner = (value) => value + first;
    seen.push(inner('in '));
  }
  return seen.map((it) => (typeof it === 'function' ? it() : it)).join(' ');
}
const named = function self(depth) {
  return depth > 2 ? depth : self(depth + 1);
};
function caught() {
  try {
    throw new Error('thrown');
  } catch (error) {
    const message = error.message;
    return [message].map((error) => error + outer).join();
  }
}
function defaults(a, b = () => a, { c = b } = {}) {
  var a = 'changed';
  return [a, b(), typeof c].join(' ');
}
class Base {
  static made = [1].map((n) => n + first.length);
  #secret = outer;
  read(outer) {
    return this.#secret + outer;
  }
}
label: for (const x of [1, 2]) {
  for (const y of [x]) {
    if (y > 1) break label;
    console.log(x, y, twice(y), all.twice(x));
  }
}
console.log(blocks(true));
console.log(named(0), caught(), defaults('given'), Base.made[0], new Base().read('!'));
first = 'second';
console.log(((first) => ((second) => first + second + outer)(first))('shadow '));
