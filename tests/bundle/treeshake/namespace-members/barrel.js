export * as nested from './nested.js';
export * as other from './other.js';
export { used as deep, unused } from './deep.js';
import * as text from './text.js';
export { text };
export const own = 'GONE own';
