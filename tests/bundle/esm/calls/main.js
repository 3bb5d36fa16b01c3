import { self, tag, Ctor, chain } from './functions.js';
import * as ns from './functions.js';
import value from './value.js';

// A call of an imported function has no `this`.
console.log(self(), self?.(), tag`x${1}`, typeof self, typeof ns.self);
console.log(new Ctor(1).n, new Ctor.Inner(2).n, new (Ctor.pick())(3).n, new ns.Ctor(4).n, (new Ctor).n);
console.log(chain.a.b(), chain?.a?.b(), chain.a['b']`x`);
console.log(value.method(), (0, value.method)());
console.log([1, 2].map(ns.double).join(), [3].map(value.triple).join());
console.log(`${ns.double(2)}`, ns.double(ns.double(2)));
