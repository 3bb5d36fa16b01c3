import * as escapes from './escapes.js';
import * as shaken from './shaken.js';
const look = (ns) => Object.keys(ns).join();
console.log(look(escapes), shaken['used'], escapes[['f', 'n'].join('')]());
