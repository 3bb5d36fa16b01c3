import lib from './umd.js';
import { helper } from './umd-exports.js';
import browserify from './iife-exports.js';
console.log(lib.name, helper(), browserify.x);
