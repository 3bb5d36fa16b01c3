import { longExportedName, anotherExport } from './lib.js';
const localResult = longExportedName('argument');
console.log(localResult, anotherExport.property);
