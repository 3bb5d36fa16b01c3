import { used, Component } from './lib.js';
console.log(used, typeof Component);
