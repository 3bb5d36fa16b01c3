import { value } from './both.js';
console.log('main', value);
import('./both.js').then((ns) => console.log(ns.value === value, ns.default, Object.keys(ns).join()));
