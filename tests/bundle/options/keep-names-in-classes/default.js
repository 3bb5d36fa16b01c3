class Base {
  static base = 1;
}
export default class extends Base {
  static #own = super.base;
  static inherits = this.#own;
}
export const inherits = 'once';
