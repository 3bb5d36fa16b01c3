const METADATA = Symbol.metadata || Symbol.for('Symbol.metadata');
const KINDS = ['method', 'getter', 'setter', 'accessor', 'field'];

const run = (functions, self) => {
  for (const each of functions) each.call(self);
};
const checked = (value, what) => {
  if (typeof value === 'function') return value;
  throw new TypeError(`${what} is not a function`);
};

// Standard decorators. `decorators` has a list for each element of `elements`: `[code, name, place, has, get, set, …functions]`,
// where `place` is that of its list, and all behind is of private elements only. What comes back has at each place what the
// element goes by: what makes a value of the first one, or the function of a private method. And `s`, `p` and `e` run what
// decorators want to be run, of static elements, of those of instances and of the class; `c` is the class, and `o` the one that
// was written.
export default function decorateClass(target, decorators, elements, classDecorators, className) {
  // Lowering takes the name away that a class has from where it is assigned to. Its own `name` it may have, too.
  const named = Object.getOwnPropertyDescriptor(target, 'name');
  if (className !== undefined && (named === undefined || (typeof named.value === 'string' && !named.writable))) {
    Object.defineProperty(target, 'name', { value: className, configurable: true });
  }
  const parent = Object.getPrototypeOf(target);
  const inherited = parent === null ? undefined : parent[METADATA];
  const metadata = Object.create(inherited === undefined ? null : inherited);
  const apply = (decorator, value, context, later) => {
    let open = true;
    context.metadata = metadata;
    context.addInitializer = (initializer) => {
      if (!open) throw new TypeError('`addInitializer` was called after the decorator returned');
      later.push(checked(initializer, 'An initializer'));
    };
    const result = checked(decorator, 'A decorator')(value, context);
    open = false;
    return result;
  };
  const results = [];
  const ofStatic = [];
  const ofInstance = [];
  const ofClass = [];

  const decorate = (code, key, place, has, get, set, first, second) => {
    const kind = KINDS[code & 7];
    const isStatic = (code & 8) > 0;
    const isPrivate = (code & 16) > 0;
    const isField = kind === 'field';
    const isAccessor = kind === 'accessor';
    const name = typeof key === 'symbol' ? key : String(key);
    const home = isStatic ? target : target.prototype;
    const initializers = [];
    const extra = [];
    const later = isField || isAccessor ? extra : isStatic ? ofStatic : ofInstance;
    const access = { has: has || ((object) => key in object) };
    if (kind !== 'setter') access.get = get || ((object) => object[key]);
    if (isField || isAccessor || kind === 'setter') {
      access.set =
        set ||
        ((object, value) => {
          object[key] = value;
        });
    }
    const descriptor = isField || isPrivate ? undefined : Object.getOwnPropertyDescriptor(home, key);
    const slot = kind === 'getter' ? 'get' : kind === 'setter' ? 'set' : 'value';
    let value;
    if (isAccessor) value = isPrivate ? { get: first, set: second } : { get: descriptor.get, set: descriptor.set };
    else if (!isField) value = isPrivate ? first : descriptor[slot];
    if (isPrivate && !isField && !isAccessor) {
      const called = slot === 'value' ? name : `${slot} ${name}`;
      Object.defineProperty(value, 'name', { value: called, configurable: true });
    }

    const list = decorators[place];
    for (let i = list.length; i-- > 0; ) {
      const context = { kind, name, static: isStatic, private: isPrivate, access };
      const given = isAccessor ? { get: value.get, set: value.set } : value;
      const result = apply(list[i], given, context, later);
      if (result === undefined) continue;
      if (isField) initializers.unshift(checked(result, 'What a decorator of a field gives'));
      else if (!isAccessor) value = checked(result, 'What a decorator gives');
      else {
        if (typeof result !== 'object' || result === null) throw new TypeError('A decorator of an accessor gives an object');
        if (result.get !== undefined) value.get = checked(result.get, '`get`');
        if (result.set !== undefined) value.set = checked(result.set, '`set`');
        if (result.init !== undefined) initializers.unshift(checked(result.init, '`init`'));
      }
    }

    if (descriptor !== undefined) {
      if (isAccessor) Object.assign(descriptor, value);
      else descriptor[slot] = value;
      Object.defineProperty(home, key, descriptor);
    }
    if (!isField && !isAccessor) {
      results[place] = value;
      return;
    }
    const initial = (self, start) => initializers.reduce((before, initializer) => initializer.call(self, before), start);
    initial.x = (self) => run(extra, self);
    if (isAccessor) Object.assign(initial, value);
    results[place] = initial;
  };

  // First what is on the class, then what is on its prototype, and fields last.
  for (const phase of [8, 0, 12, 4]) {
    for (const element of elements) if ((element[0] & 12) === phase) decorate(...element);
  }
  results.c = results.o = target;
  for (let i = classDecorators ? classDecorators.length : 0; i-- > 0; ) {
    const name = className === undefined ? target.name : className;
    const result = apply(classDecorators[i], results.c, { kind: 'class', name }, ofClass);
    if (result !== undefined) results.c = checked(result, 'What a decorator of a class gives');
  }
  Object.defineProperty(results.c, METADATA, { value: metadata, configurable: true, writable: true });
  results.s = () => run(ofStatic, results.c);
  results.p = (self) => run(ofInstance, self);
  results.e = () => run(ofClass, results.c);
  return results;
}
export { decorateClass as 'module.exports' };
