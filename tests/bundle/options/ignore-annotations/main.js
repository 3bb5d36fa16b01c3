import { one } from './lib/index.js';
const unused = /* @__PURE__ */ (() => console.log('called'))();
const quiet = /* @__NO_SIDE_EFFECTS__ */ (text) => console.log(text);
quiet('quiet');
console.log(one);
