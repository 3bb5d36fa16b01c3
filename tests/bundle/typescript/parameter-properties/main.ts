class Base {
  constructor(protected readonly name: string) {}
}
class Point extends Base {
  #hidden = 1;
  sum: number = this.#hidden + 1;
  declare typed: string;
  optional?: string;
  constructor(public x: number, private y = 2, ...rest: number[]) {
    super('point');
    this.y += rest.length;
  }
  show() {
    return [this.name, this.x, this.y, this.sum, 'typed' in this].join();
  }
}
console.log(new Point(1, 2, 3, 4).show());
abstract class Abstract {
  abstract method(): void;
  concrete(this: Abstract) {
    return 'concrete';
  }
}
console.log(new (class extends Abstract { method() {} })().concrete());
