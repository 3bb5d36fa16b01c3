import plain, { twice as double } from './plain.cjs';
import * as all from './plain.cjs';
import marked from './marked.cjs';
import esm, { live, grow } from './esm.mjs';
import * as self from './mixed.js';
import './effect.js';

exports.list = [plain.twice(2), double(3), marked, live].join();
grow();
exports.call = () => [live, double`4`].join();
exports.whole = Object.keys(all).sort().join();
exports.self = typeof self.list;
{
  const double = 'inner';
  exports.deep = { double }.double;
}
exports.esm = { esm }.esm;
