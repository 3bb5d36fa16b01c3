import { value, name, list } from './a.js';
import { value as other, name as otherName } from './b.js';
import * as all from './a.js';

const object = { value, other, name, otherName, all, list };
console.log(JSON.stringify({ ...object, all: Object.keys(all) }));
const { x = value, y: { z = other } = {}, ...rest } = { extra: name };
console.log(x, z, rest.extra);
function params({ value = other, name: n = value }, [first = list[0]] = []) {
  return { value, n, first };
}
console.log(JSON.stringify(params({})));
let target = {}, length;
({ length, length: target.length, other: target[name] = value } = 'four');
console.log(length, target.length, target.A);
console.log(JSON.stringify([{ value }, { other }].map(({ value, other }) => ({ value, other }))));
