import first, { declared, Klass, arrow, make } from './lib.js';
import cjs from './common.cjs';
import { declared as other } from './lib2.js';
import anonymous from './anonymous.js';

function local(callback = () => {}) {
  const inner = function () {};
  let late;
  late = () => {};
  class Nested {}
  function hoisted() {}
  const { field = () => {} } = {};
  return [callback, inner, late, Nested, hoisted, field].map((it) => it.name).join();
}
const named = function original() {
  return original.name;
};
class Own {
  static name = 'its own';
}
class Method {
  static name() {}
}
const early = hoistedEarly();
function hoistedEarly() {
  return inHere();
  function inHere() {
    return inHere.name;
  }
}
console.log(first.name, declared.name, Klass.name, arrow.name, make().name, other.name, anonymous.name);
console.log(local.name, local(), named.name, named(), early, hoistedEarly.name);
console.log(Own.name, typeof Method.name, (class Inner {}).name, (() => {}).name === '', new Klass().constructor.name);
console.log(cjs.join());
import('./lazy.js').then((lazy) => console.log(lazy.lazyFunction.name, lazy.Lazy.name, lazy.default.name));
