const log: string[] = [];
function method(value: Function, context: ClassMethodDecoratorContext) {
  log.push(`${context.kind} ${String(context.name)}`);
  return function (this: unknown, ...args: unknown[]) {
    return `wrapped ${value.apply(this, args)}`;
  };
}
const field = (_: undefined, context: ClassFieldDecoratorContext) => (initial: string) => `${initial}!`;
class C {
  @field name = 'name';
  @method greet() {
    return `hello ${this.name}`;
  }
}
console.log(new C().greet(), log.join());
