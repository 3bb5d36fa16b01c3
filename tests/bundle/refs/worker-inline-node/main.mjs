import { once } from 'node:events';
import Counter from './counter.mjs?worker&inline';
const counter = new Counter();
counter.postMessage('abc');
console.log(await once(counter, 'message'));
