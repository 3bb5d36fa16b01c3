const push = (text) => (globalThis.effects ??= []).push(text);
push('call');
export const used = 'used';
export const unusedCall = push('initializer');
class WithStatic {
  static x = push('static field');
  static {
    push('static block');
  }
}
class Extends extends (push('extends'), Object) {}
class Computed {
  [(push('computed key'), 'x')]() {}
}
const { destructured } = {
  get destructured() {
    push('getter');
  },
};
const [first = push('default')] = [];
export const unusedTemplate = `${{ toString: () => (push('template'), '') }}`;
new (class {
  constructor() {
    push('constructor');
  }
})();
let counter = 0;
counter = push('assignment');
if (push('condition')) push('branch');
export const unusedTernary = push('ternary') ? 1 : 2;
void push('void');
delete globalThis.nothing, push('sequence');
`${push('tag')}`;
typeof push('typeof');
for (const item of [push('loop')]);
label: {
  push('label');
}
try {
  nothingCalledSo;
} catch {
  push('reference error');
}
