import './effect.js';
import './b.js';
console.log('e', globalThis.effect);
