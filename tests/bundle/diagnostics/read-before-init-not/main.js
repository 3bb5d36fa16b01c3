import { Base, count, later } from './base.js';
console.log(Base.name, count, later());
