import { get as getA, Item as ItemA } from './a.js';
import { get as getB, Item as ItemB } from './b.js';
import { get, Item } from './c.js';

const value = 'main value';
function helper() {
  return `main ${value}`;
}
console.log(helper(), getA(), getB(), get());
console.log(new ItemA().make().from, new ItemB().make().from, new Item().make().from);
console.log(value$1, helper2);
var value$1 = 'taken', helper2 = 'taken too';
