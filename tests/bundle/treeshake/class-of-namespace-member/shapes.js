import * as base from './base.js';
export class GoneCircle extends base.Shape {
  radius = 1;
}
export const GoneSquare = class extends base.Shape {};
export class Kept extends base.Shape {
  static made = base.count();
}
export const used = new base.Shape();
