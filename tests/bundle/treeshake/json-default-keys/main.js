import data, { version } from './data.json';
import changed from './changed.json';
import passed from './passed.json';
import { change } from './change.js';
import { lone } from './barrel.js';

data.list.push(3);
console.log(data.version === version, data.list.length, data['odd-name'], data.deep.a.b, data.default, data.none);
change();
console.log(changed.count, changed.text);
console.log(passed.one, Object.keys(passed).join());
console.log(lone.seen);
