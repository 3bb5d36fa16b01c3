import * as main from './main.js';
console.log('b', Object.getOwnPropertyNames(main).join());
export const seen = () => main.a;
