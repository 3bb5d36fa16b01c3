/*! the licence of shapes */
export class Shape {
  #sides = 4;
  get sides() { return this.#sides; }
  area(width, height) { return width * height; }
}
export const onlyOnce = (text) => `only ${text}`;
