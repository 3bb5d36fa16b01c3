export { useEffect as known, passedOn } from './hooks.js';
