import * as lib from './lib.js';
import { nested } from './barrel.js';
import * as barrel from './barrel.js';
console.log(lib.used, lib.call(), nested.used, barrel.deep, barrel.text.used, typeof barrel.missing);
