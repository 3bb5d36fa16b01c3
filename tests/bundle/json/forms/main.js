import whole, { name, list } from './data.json';
import * as ns from './data.json';
import text from './text.json';
import number from './number.json';
import nothing from './null.json';
import empty from './empty-object.json';
console.log(name, list.join(), whole.name, ns.default === whole, ns.name === name, text, number, nothing, JSON.stringify(empty));
console.log(whole['with space'], whole.default, whole.nested.list === ns.default.nested.list, Object.keys(whole).join());
console.log(whole.numbers.join(), whole.unicode.length, whole['1']);
