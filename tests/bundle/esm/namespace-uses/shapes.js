export const area = (a, b) => a * b;
export class Square {
  static Inner = class {
    is = 'inner';
  };
  constructor(a) {
    this.a = a;
  }
  get area() {
    return area(this.a, this.a);
  }
}
export const tag = (strings, ...values) => strings.raw.join('|') + values.join();
export const unit = { deep: { value: 'original' }, count: 1 };
export const pick = () => Square;
