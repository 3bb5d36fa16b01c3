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
