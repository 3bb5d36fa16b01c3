import { Derived, look, sum, first, kind } from './derived.js';
export class Base {}
export const count = 1;
export var early;
export function hoisted() {
  return 'hoisted';
}
export const later = () => [new Derived().field, look(), sum, first, kind].join(' ');
