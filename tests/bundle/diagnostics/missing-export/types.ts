// These may be types.
import { Unused } from './hooks.js';
export { AlsoUnused } from './hooks.js';
