import { Kept, KeptFields, alias } from './lib.js';
import { read } from './effects.js';
console.log(Kept.displayName, Kept.prototype.render(), KeptFields.text, KeptFields.read(), Object.values(alias).join());
console.log(read());
console.log(require('./required.js').wrapped.a);
