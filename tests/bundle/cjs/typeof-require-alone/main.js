import * as ns from './asks.js';
import './asks.js';

// A file that only asks whether there is a `require` is no CommonJS module for that.
console.log(Object.keys(ns).length, globalThis.asked);
