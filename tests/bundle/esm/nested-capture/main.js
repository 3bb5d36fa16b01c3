import { value as v, helper as h } from './a.js';
import { value as w } from './b.js';

// Each function has a nested name that is what the import may be called in the output.
function one(value) {
  return [v, w, value].join();
}
function two(value, value$1, value2, value1, _value) {
  return [v, w, value, value$1, value2, value1, _value].join();
}
const three = ({ helper }) => {
  const value = 'inner';
  return h(helper) + value + v;
};
function four() {
  try {
    throw 'caught';
  } catch (value) {
    for (const helper of [1]) {
      var result = v + value + h(helper);
    }
  }
  return result;
}
const five = (a = v) => {
  var value = 'body';
  return a + value;
};
function six() {
  return value() + v;
  function value() {
    return 'hoisted ';
  }
}
const seven = class value {
  static read = () => v + typeof value;
};
const eight = function value(n) {
  return n ? v : value(1);
};
console.log(one(1), two(1, 2, 3, 4, 5), three({ helper: 'x' }), four(), five(), six(), seven.read(), eight(0));
