import a from 'a';
import { viaLinked } from 'linked';
console.log(a.name);
console.log(viaLinked === a, globalThis.aRuns);
