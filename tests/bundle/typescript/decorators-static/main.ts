const order: string[] = [];
const log = (name: string) => (target: any, key: string, _?: any): any => { order.push(`${name} ${typeof target} ${key}`); };
class A {
  @log('static') static s = 1;
  static twice = A.s * 2;
  @log('field') f = 3;
  @log('static method') static m() { return this.s; }
  @log('method') m() { return this.f; }
  @log('uninitialised') static u: number;
  @log('quoted') static 'a b' = 4;
  static { order.push(`block ${this.twice}`); }
}
console.log(order.join('\n'));
console.log(A.s, A.twice, A.m(), new A().m(), Object.keys(A).join());
