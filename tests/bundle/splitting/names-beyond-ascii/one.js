import { ɵsecret, größe } from './words.js';
console.log(ɵsecret, größe.ñ);
export { ɵsecret };
