import { Used } from './classes.js';
console.log(new Used().name());
