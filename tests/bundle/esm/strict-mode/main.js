import { assign, own } from './strict.js';
import * as ns from './strict.js';
console.log(assign(), own.call(1));
try {
  ((o) => (o.own = 2))(ns);
} catch (error) {
  console.log(error.name);
}
