// The rest of an object within another target of an assignment, in the order of the source.
const log = [];
const traced = (name, depth = 1) => {
  const object = {};
  for (const key of ['a', 'b', 'c']) {
    const get = () => (log.push(name + key), depth && key === 'b' ? traced(`${name}b.`, depth - 1) : key);
    Object.defineProperty(object, key, { enumerable: true, get });
  }
  return object;
};
const said = () => log.splice(0).join();
let a, b, rest, outer, nested;

({ a, b: { a: b, ...rest }, ...outer } = traced(''));
console.log(a, b, Object.keys(rest).join(), Object.keys(outer).join(), log.splice(0).slice(0, 3).join());
[{ a, ...rest }, [{ b, ...nested }]] = [{ a: 1, x: 2 }, [{ b: 3, y: 4 }]];
console.log(a, rest.x, b, nested.y);
({ a: { ...rest } = { d: 'default' } } = {});
console.log(rest.d);
for ({ a, ...rest } of [{ a: 1, z: 2 }]) console.log(a, rest.z);
for ([{ a, ...rest }] of [[{ a: 3, z: 4 }]]) console.log(a, rest.z);

class Holder {
  set #first(value) {
    log.push(`first ${value}`);
  }
  set #rest(value) {
    log.push(`rest ${Object.keys(value)}`);
  }
  set last(value) {
    log.push(`last ${value}`);
  }
  take() {
    [{ x: this.#first, ...this.#rest }, this.last] = [{ x: 1, y: 2, z: 3 }, 4];
    return said();
  }
}
console.log(new Holder().take());
const value = { p: { q: 1, r: 2 }, s: 3 };
console.log(({ p: { q: a, ...rest } } = value) === value, a, rest.r);
