import { read } from 'mapped';
import string from 'string-browser';
import { own } from './own.js';
console.log(read(), string, own);
