import data from './data.json' with { type: 'json' };
import * as ns from './data.json' with { type: 'json' };
import * as plain from './data.json';
import { name } from './names.js';

// As in Node: the value is the default export, and there is no other. One value for all who import the file.
const key = 'name';
console.log(Object.keys(ns).join(), ns.default === data, ns[key], data === plain.default);
console.log(plain.name, name);
data.name = 'changed';
console.log(ns.default.name);
import('./data.json', { with: { type: 'json' } }).then((lazy) => console.log(Object.keys(lazy).join(), lazy.default === data));
