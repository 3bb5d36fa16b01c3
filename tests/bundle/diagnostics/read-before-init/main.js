import { Base, ns } from './base.js';
console.log(Base.name, ns);
