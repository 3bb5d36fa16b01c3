// A class is not there yet when the keys of its elements are evaluated, not even where these move out of it.
const A = { key: 'outer' };
const attempt = (make) => {
  try {
    return Object.keys(new (make())()).join();
  } catch (error) {
    return error.name;
  }
};
console.log(attempt(() => class A { [A.key] = 1; }));
console.log(attempt(() => class A { static one = 1; static [A.key] = 1; }));
console.log(attempt(() => class A { static one = 1; [A.key]() {} }));
console.log(attempt(() => class A { [A] = 1; }));
console.log(attempt(() => { class A { [A] = 1; } return A; }));
console.log(attempt(() => class B { [A.key] = 1; }));

// What a class extends is evaluated before its keys.
const log = [];
const say = (what) => (log.push(what), what);
class Extended extends (say('heritage'), Object) {
  [say('method')]() {}
  static [say('field')] = say('value');
}
console.log(log.join(), Extended.field);
const Named = class Inner { static self = () => Inner; [(() => 'in' + typeof Inner.name.length, 'key')] = 1; };
console.log(Named.self() === Named, attempt(() => Named));
