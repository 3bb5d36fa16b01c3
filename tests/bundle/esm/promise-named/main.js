// A module's own `Promise` and `URL` do not stand in the way of what import() needs.
const Promise = 'bar';
const URL = 1;
console.log(Promise, URL);
import('./other.js').then((ns) => console.log(ns.Promise));
