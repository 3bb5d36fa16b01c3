class A {
  #m() { return 1; }
  static #n = 2;
  test() { return [this.#m(), A.#n, #m in this, null?.x ?? 'none']; }
}
console.log(JSON.stringify(new A().test()));
