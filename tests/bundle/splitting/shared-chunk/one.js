import { state, bump } from './state.js';
import { onlyOneTwo } from './one-two.js';
bump();
console.log('one', state.n, onlyOneTwo);
export { state };
