// Each of these is read when it is there, or may be.
import { Base, count, early, hoisted } from './base.js';
export class Derived {
  field = count;
  is = (it) => it instanceof Base;
  get two() {
    return count * 2;
  }
}
export const look = () => count;
export let sum = 0;
if (globalThis.nothing) sum = count;
export const first = globalThis.nothing ? count : hoisted();
export const kind = early;
try {
  sum = count;
} catch {
  sum = -1;
}
for (const it of []) sum += it + count;
globalThis.nothing?.call(count);
globalThis.nothing && count;
