import { Shape, Kind, Klass } from './shape';
(Reflect as any).metadata = (key: string, value: any) => (_: any, property?: string) =>
  console.log(key, property, [value].flat().map((it) => (it === Object ? 'Object' : it === Klass ? 'Klass' : typeof it === 'function' ? it.name : it)).join());
const mark = (..._: any[]): any => {};
class A {
  @mark shape: Shape;
  @mark klass: Klass;
  @mark maybe: string | null;
  @mark method(a: Shape, b: number): Kind { return b as any; }
}
console.log(new A() instanceof A);
