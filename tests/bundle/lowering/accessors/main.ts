class A {
  accessor x = 1;
  static accessor y = 2;
  accessor #hidden = 3;
  accessor 'a b' = 4;
  accessor 5 = 6;
  accessor unset: number | undefined;
  get hidden() {
    this.#hidden += 1;
    return this.#hidden;
  }
}
const a = new A();
a.x++;
A.y *= 2;
a.unset = 7;
console.log(a.x, A.y, a.hidden, a['a b'], a[5], a.unset, Object.keys(a).length);
class B extends A {
  accessor x = super.x + 10;
}
console.log(new B().x, Object.getOwnPropertyDescriptor(B.prototype, 'x')?.get?.name);
