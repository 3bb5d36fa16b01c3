export function Gone() {}
Gone.displayName = 'GONE name';
Gone.defaults = { text: 'GONE default' };
Gone.first = Gone.second = 'GONE twice';
Gone.prototype.render = function () {
  return 'GONE method';
};
export const Arrow = () => {};
Arrow.types = { a: 'GONE type' };
export class Fields {
  static text = 'GONE static';
  static #hidden = 'GONE hidden';
  static read() {
    return Fields.#hidden;
  }
}
export class Assigned {}
Assigned.text = 'GONE assigned';
export const table = {};
table.a = 'GONE entry';
table['b'] = ['GONE list'];

export function Kept() {}
Kept.displayName = 'Kept';
Kept.prototype.render = () => 'rendered';
export class KeptFields {
  static text = 'static';
  static #hidden = 'hidden';
  static read() {
    return KeptFields.#hidden;
  }
}
export const list = {};
list.a = 'a';
export const alias = list;
list.b = 'b';
