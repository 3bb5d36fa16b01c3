import { chunk, debounce, groupBy, merge, template } from 'lodash-es';
import * as _ from 'lodash-es';
import isEqual from 'lodash-es/isEqual.js';

console.log(JSON.stringify(chunk([1, 2, 3, 4, 5], 2)), JSON.stringify(groupBy(['one', 'two', 'three'], 'length')));
console.log(JSON.stringify(merge({ a: { b: 1 } }, { a: { c: 2 } })), isEqual({ a: [1] }, { a: [1] }));
console.log(template('Hello <%= user %>!')({ user: 'you' }), _.camelCase('some-kebab case'), _.kebabCase('someCamelCase'));
console.log(_.default.chain([3, 1, 2]).sortBy().map((n) => n * 2).value().join(), _.default([1, 2]).map((n) => n + 1).join());
debounce(() => console.log('debounced'), 5)();
