import { version, used } from './data.json';
import * as ns from './data.json';
import list from './list.json';
console.log(version, used.a, ns.name, list.length);
