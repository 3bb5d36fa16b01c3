import { if as condition, class as klass, default as d, await as aw, let as l } from './reserved.js';
import * as ns from './reserved.js';
console.log(condition, klass, d, aw, l);
console.log(ns.if, ns.class, ns.default, ns['new'], ns.await);
export { condition as default, klass as function };
