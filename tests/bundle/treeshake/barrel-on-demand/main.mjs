import { one, viaImport, starred, ns, fromCjs, all } from 'lib';
import * as lib from 'lib';
console.log(one, viaImport(), starred, ns.inner, fromCjs, lib.two, all.deep.value);
import('lib/later.js').then((later) => console.log(Object.keys(later).join()));
