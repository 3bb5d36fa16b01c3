import { state, bump } from './state.js';
bump();
console.log('three', state.n);
export { state };
