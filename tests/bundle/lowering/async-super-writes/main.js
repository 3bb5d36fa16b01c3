// Assignments through `super` in async methods, arrows and generators.
const log = [];
const one = (value) => {
  log.push(value);
  return value;
};

class Base {
  get size() {
    return this.kept;
  }
  set size(value) {
    this.kept = value;
  }
  name() {
    return this instanceof Derived;
  }
  static get total() {
    return this.sum;
  }
  static set total(value) {
    this.sum = value;
  }
}

class Derived extends Base {
  get size() {
    throw new Error('asked the wrong one');
  }
  set size(value) {
    throw new Error('told the wrong one');
  }
  async steps(key) {
    super.size = 4;
    return [super.size += one(2), super.size++, ++super.size, super['size'] *= await one(3), super[key] -= 1, super[key]--];
  }
  async logical() {
    super.size = undefined;
    return [(super.size ??= 1), (super.size &&= 5), (super.size ||= one('never'))];
  }
  async patterns(key) {
    const seen = [];
    [super.size] = [1];
    seen.push(super.size);
    ({ a: super[key] = 2, ...super.rest } = { b: 3 });
    seen.push(super.size, this.rest);
    [, ...super.size] = [1, 2, 3];
    seen.push(super.size);
    for (super.size of ['x', 'y']) seen.push(super.size);
    return seen;
  }
  async keys() {
    const key = () => one('size');
    super.size = 1;
    const steps = [super[key()]++, ++super[key()], (super[key()] += await 2), (super[key()] ||= 9), (super[key()] &&= 6)];
    [super[key()], ...super[key()]] = [7, 8];
    return [steps.join(), super[await key()], (super[key()] **= 2)];
  }
  async tags() {
    return [super.name``, super['name']`a`, super.name()];
  }
  async nested() {
    super.size = 1;
    const add = () => (super.size += 10);
    add();
    return [await (async () => super.size++)(), super.size];
  }
  async *generator() {
    super.size = 1;
    yield (super.size += 1);
    yield super.size++;
    yield super.size;
  }
  big = async () => {
    super.size = BigInt(1);
    return [super.size++, super.size, (super.size **= BigInt(3))].map(String);
  };
  tag = async () => super.name``;
  tagged = super.name``;
  static pattern = [([super.total] = [3])[0], super.total++, ({ a: super.total = 5 } = {}).a, super.total];
  static add = async (value) => {
    super.total = 1;
    return [(super.total += value), super.total++, super.total];
  };
}

const run = async () => {
  const it = new Derived();
  console.log(await it.steps('size'));
  console.log(await it.logical());
  console.log(await it.patterns('size'));
  console.log(await it.keys(), log.splice(3).join());
  console.log(await it.tags(), it.tagged, await it.tag(), Derived.pattern);
  console.log(await it.nested());
  for await (const value of it.generator()) console.log(value);
  console.log(await it.big(), await Derived.add(2), log);
};
run();
