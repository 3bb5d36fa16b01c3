import common, { method, tag, Ctor } from './common.cjs';
import * as ns from './common.cjs';
// As a method of the default it has `this`; as an imported name it has none.
console.log(common.method() === 'exports', method(), tag`x`, new Ctor().ok, new common.Ctor().ok, ns.plain());
console.log(typeof method, [1].map(method).join(), method?.());
