import { Derived } from './derived.js';
export const create = () => new Derived();
