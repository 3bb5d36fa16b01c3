import { create } from './registry.js';
import * as named from './named.js';
export class Base {
  static make = create;
}
export const ns = named.label;
