import * as facade from './facade.js';
console.log(facade.used());
