import './one-first.js';
import { ui } from 'ui';
import { shared } from './src-shared.js';
import { own } from './src-own.js';
console.log('one', ui(), shared, own);
import('./two.js').then((two) => console.log(Object.keys(two).join()));
