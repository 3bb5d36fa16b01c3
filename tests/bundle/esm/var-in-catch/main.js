import { caught } from './part.js';
try {
  throw 'outer';
} catch (e) {
  try {
    throw 'inner';
  } catch (e) {
    var e = e + '!', other = 'other';
    console.log(e, other);
  }
  console.log(e);
}
console.log(e, other, caught);
function heads() {
  const seen = [];
  try {
    throw 1;
  } catch (key) {
    for (var key in { a: 1, b: 2 }) seen.push(key);
    for (var key = 0, i = 0; i < 2; i++) seen.push(key);
    {
      var [key] = ['pattern'];
    }
    seen.push(key);
  }
  return [...seen, key, i].join();
}
console.log(heads());
const arrow = () => {
  try {
    throw 3;
  } catch (error) {
    try {
      throw 4;
    } catch (inner) {
      var error = inner;
    }
    return [error, (() => { var error = 5; return error; })()];
  } finally {
    console.log(error);
  }
};
console.log(arrow().join());
