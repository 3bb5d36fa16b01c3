import { inner } from './inner.js';
export let count = 0;
export function increment() {
  return ++count;
}
export default class Thing {}
export { inner, inner as 'with-dash' };
export * from './star.js';
export * as star from './star.js';
