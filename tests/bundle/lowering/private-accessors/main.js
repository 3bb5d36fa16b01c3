class Counter {
  stored = 1;
  get #count() {
    return this.stored;
  }
  set #count(value) {
    this.stored = value;
  }
  static total = 10;
  static get #all() {
    return Counter.total;
  }
  static set #all(value) {
    Counter.total = value;
  }
  run() {
    const other = new.target ? null : this;
    const seen = [++this.#count, this.#count++, --other.#count, (this.#count = 7), (this.#count += 2), this.#count];
    this.#count++;
    this.#count **= 2;
    return seen.concat(this.#count);
  }
  static run() {
    return [(Counter.#all -= 1), ++this.#all, this.#all--, Counter.#all];
  }
}
console.log(new Counter().run().join(), Counter.run().join());

// Of a getter that is called, the object is asked for once.
let current;
class Caller {
  get #self() {
    current = null;
    return function () {
      return this instanceof Caller;
    };
  }
  run() {
    current = this;
    const called = current.#self();
    current = this;
    return [called, current.#self``];
  }
}
console.log(new Caller().run().join());

// In patterns, by themselves and beside fields.
class Targets {
  seen = [];
  #plain = 0;
  set #first(value) {
    this.seen.push(value);
  }
  get #second() {
    return 5;
  }
  set #second(value) {
    this.seen.push([value]);
  }
  static #last = 0;
  static set #all(value) {
    Targets.#last = value;
  }
  self() {
    return this;
  }
  run() {
    [this.#first, { a: this.#second }, ...this.#plain] = [1, { a: 2 }, 3, 4];
    ({ a: this.#first = 6, b: this.self().#plain, ...this.#second } = { b: 7, c: 8 });
    for (this.#first of [9, 10]);
    for ([this.self().#first, this.#plain] of [[11, 12]]);
    [[Targets.#all]] = [[13]];
    [this.#first = 14, this.#second = 15] = [];
    return JSON.stringify([this.seen, this.#plain, Targets.#last]);
  }
}
console.log(new Targets().run());
