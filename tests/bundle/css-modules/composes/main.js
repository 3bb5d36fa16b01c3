import a, { chain } from './a.module.css';
import * as all from './a.module.css';
const strip = (names) => names.replace(/_([\w-]+?)_[\w-]{6}(?= |$)/g, '$1');
for (const name of Object.keys(a).sort()) console.log(name, '=', strip(a[name]));
console.log(chain === a.chain, Object.keys(all).sort().join());
