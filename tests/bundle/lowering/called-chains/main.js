// A call of an optional chain in parentheses keeps `this`.
const log = [];
const key = (name) => {
  log.push(name);
  return name;
};
const it = {
  inner: {
    own() {
      return this === it.inner;
    },
  },
  own(strings = [''], ...rest) {
    return this === it && strings[0] + rest.length;
  },
};
const nothing = null;

console.log((it?.own)(), (it?.own)`a${1}b`, (it?.[key('own')])(['c'], 2), (it?.inner.own)(), (it?.inner.own)``);
console.log((it?.inner)?.own(), (it?.own)?.(), (nothing?.own)?.(), (it?.none)?.().length, (it?.own)?.().length);
console.log((((it?.inner))?.own)(), ((it?.own), it.own)(), (it?.own)(...['d', key('e')]));

for (const call of [() => (nothing?.own)(), () => (it?.none)(), () => (nothing?.own)``]) {
  try {
    call();
  } catch (error) {
    console.log(error instanceof TypeError);
  }
}

class Hidden {
  #own() {
    return this.name;
  }
  name = 'hidden';
  static read(it) {
    return [(it?.#own)(), (it?.#own)``];
  }
  method() {
    return (() => (this?.toString)())();
  }
  toString() {
    return 'as text';
  }
}
console.log(Hidden.read(new Hidden()).join(), new Hidden().method());

// Where it waits before, and in a generator.
const run = async () => [await ((await it)?.own)(), log.join()];
function* steps() {
  return ((yield 1)?.own)();
}
const walk = steps();
walk.next();
console.log(walk.next(it).value);
run().then((done) => console.log(done.join(' ')));
