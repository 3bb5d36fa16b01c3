import { state, bump } from './state.js';
import { onlyOneTwo } from './one-two.js';
bump();
console.log('two', state.n, onlyOneTwo);
export { state };
