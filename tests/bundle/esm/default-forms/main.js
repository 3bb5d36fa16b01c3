import namedFunction from './named-function.js';
import anonymousFunction from './anonymous-function.js';
import arrow from './arrow.js';
import AnonymousClass from './anonymous-class.js';
import NamedClass from './named-class.js';
import expression from './expression.js';
import asyncFunction from './async-function.js';
import generator from './generator.js';
import asyncGenerator from './async-generator.js';
import object from './object.js';
import parenthesized from './parenthesized.js';
import snapshot, { current, change } from './snapshot.js';
import live, { set } from './live.js';
import * as namespace from './expression.js';

console.log(namedFunction(), anonymousFunction(), arrow(), new AnonymousClass().x, new NamedClass().other() instanceof NamedClass);
console.log(expression, [...generator()].join(), object.x, parenthesized(2), namespace.default);
console.log(snapshot, current);
change();
console.log(snapshot, current);
set('after');
console.log(live);
asyncFunction().then(async (value) => {
  for await (const item of asyncGenerator()) value += item;
  console.log(value);
});
