// A CommonJS module asks for helpers by `require`.
const inspect = JSON.stringify;
const { spread } = require('./esm.mjs');
const helper = require('./helper.cjs');
const { first, ...rest } = helper;
class Local {
  field = 1;
  #hidden = { ...rest };
  #method() { return this.#hidden; }
  static #count = 0;
  static made = super.toString === Function.prototype.toString;
  has(o) { Local.#count++; return #hidden in o && this.#method(); }
  set() { [this.#hidden] = [Local.#count]; return this.#hidden; }
}
async function later() {
  const out = [];
  for await (const value of items()) out.push(await value);
  return out;
}
async function* items() {
  yield* [1, 2];
  yield typeof module.exports + typeof require('./helper.cjs').later;
}
console.log(first, inspect(rest), inspect(new Local().has(new Local())), new Local().set(), Local.made);
module.exports = { ...helper, later };
later.call('t').then((value) => console.log(inspect(value), Object.keys(module.exports).join()));
console.log(inspect(spread));
helper.later().then(console.log);
