class Base {
  constructor(readonly value: unknown) {
    return value as Base;
  }
}
class Derived extends Base {
  field: string = 'set';
  constructor(private own: number) {
    const before = 1;
    let self = super([before]);
    console.log(self === this, this.field, this.own, Array.isArray(self));
  }
}
new Derived(2);
