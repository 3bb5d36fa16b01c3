import { read } from 'mapped';
import { mapped } from 'only-mapped';
import string from 'string-browser';
import { own } from './own.js';
console.log(read(), mapped, string, own);
