/* istanbul ignore file */
import { separator } from './separator.js';

/* c8 ignore start */
const platform = typeof process === 'object' ? 'process' : 'none';
export const big = `${platform}${separator}`;
/* c8 ignore stop */

/* v8 ignore next */
export const [first] = ['first'];
/* @vite-ignore */ export let second = 'second';
/* #__PURE__ */
export var third = 'third';
/* c8 ignore next */
export class Kept {
  name = 'kept';
}
