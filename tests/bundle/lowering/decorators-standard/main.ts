import Plain, { Replaced, counted } from './more.js';

const log: string[] = [];
const said = <T>(what: string, value: T): T => {
  log.push(what);
  return value;
};
// Says when it is evaluated, when it runs, on what, and when what it wants to run is run.
const traced = (name: string) =>
  said(`evaluate ${name}`, (_value: unknown, context: any) => {
    log.push(`${name}: ${context.kind} ${String(context.name)}${context.static ? ' static' : ''}${context.private ? ' private' : ''}`);
    context.addInitializer(function (this: any) {
      log.push(`run ${name} on ${typeof this}`);
    });
  });

class Base {
  hello() {
    return 'hello';
  }
}

@traced('class')
class Traced extends said('heritage', Base) {
  @traced('field') field = said('value of field', 1);
  @traced('empty') empty;
  @traced('method') method() {
    return super.hello();
  }
  @traced('static method') static method() {
    return this === Traced;
  }
  @traced('getter') get getter() {
    return 1;
  }
  @traced('static setter') static set setter(value: number) {}
  static [said('a key', 'computed')] = said('value of the key', 2);
  @traced('accessor') accessor accessor = said('value of accessor', 3);
  @traced('static field') static field = said('value of static field', 4);
  @traced('private method') #method() {
    return 5;
  }
  call() {
    return this.#method();
  }
}
const made = new Traced();
console.log(log.join('\n'));
console.log(made.field, made.empty, made.method(), Traced.method(), made.getter, (Traced as any).computed, made.accessor);
console.log(Traced.field, made.call(), Traced.name);

// What decorators give takes the place of what they decorate.
const twice = (value: any, context: any): any => {
  if (context.kind === 'field') return (first: number) => first * 2;
  if (context.kind === 'accessor') {
    return {
      get(this: any) {
        return value.get.call(this) * 2;
      },
      set(this: any, next: number) {
        value.set.call(this, next * 10);
      },
      init: (first: number) => first + 1,
    };
  }
  if (context.kind === 'setter') {
    return function (this: any, next: number) {
      value.call(this, next * 2);
    };
  }
  return function (this: any, ...rest: unknown[]) {
    return value.apply(this, rest) * 2;
  };
};
const access: Record<string, any> = {};
const keep = (_value: unknown, context: any) => void (access[context.name] = context.access);
class Twice {
  @twice field = 1;
  @keep @twice #field = 2;
  @twice accessor shown = 3;
  @keep @twice accessor #hidden = 4;
  @twice method(by: number) {
    return by;
  }
  @keep @twice #method(by: number) {
    return by;
  }
  @twice get getter() {
    return 5;
  }
  @twice get #getter() {
    return 6;
  }
  kept = 0;
  @twice set setter(value: number) {
    this.kept = value;
  }
  @twice set #setter(value: number) {
    this.kept += value;
  }
  @twice static #count = 7;
  @twice static #counted() {
    return 8;
  }
  all() {
    const out = [this.field, this.#field, this.shown, this.#hidden, this.method(1), this.#method(2), this.getter, this.#getter];
    this.shown = 1;
    this.#hidden = 2;
    this.setter = 3;
    this.#setter = 4;
    return [...out, this.shown, this.#hidden, this.kept, Twice.#count, Twice.#counted(), #method in this];
  }
}
const two = new Twice();
console.log(two.all().join());
console.log(access['#field'].get(two), access['#hidden'].has(two), access['#method'].get(two)(1), access['#field'].has({}));

// The last decorator runs first, and the first one has the last word; values go the other way.
const add = (text: string) => (value: any) => (typeof value === 'function' ? (...rest: []) => value(...rest) + text : (first: string) => first + text);
class Order {
  @add('a') @add('b') method() {
    return '';
  }
  @add('a') @add('b') field = '';
}
console.log(new Order().method(), new Order().field);

// Classes as expressions, made more than once.
const mixin = (n: number) =>
  class {
    @(() => () => n) value = 0;
  };
const [One, Two] = [mixin(1), mixin(2)];
console.log(new One().value, new Two().value, new One().value);
const Named = @((_value: unknown, context: any) => console.log(context.kind, context.name)) class {};
console.log(Named.name);

const METADATA: symbol = (Symbol as any).metadata ?? Symbol.for('Symbol.metadata');
const note = (key: string) => (_value: unknown, context: any) => void (context.metadata[key] = context.name);
class Parent {
  @note('a') one() {}
}
class Child extends Parent {
  @note('b') 'two words'() {}
}
console.log((Child as any)[METADATA].a, (Child as any)[METADATA].b, 'b' in (Parent as any)[METADATA]);

console.log(new Plain().value, new Replaced().extra, Replaced.secret(), counted.join());
for (const bad of [() => class { @(1 as any) method() {} }, () => class { @(() => 1 as any) method() {} }]) {
  try {
    bad();
  } catch (error: any) {
    console.log(error.constructor.name);
  }
}
