import { identity } from './generic.mts';
type A = { readonly [K in keyof B]?: B[K] } & Record<string, unknown>;
interface B extends Object {
  new (): B;
  <T>(x: T): T;
}
declare const ambient: string;
declare function ambientFunction(): void;
declare module 'nothing' {
  export const x: number;
}
declare global {
  interface Window {
    own: string;
  }
}
function overloaded(a: string): string;
function overloaded(a: number): number;
function overloaded(a: any) {
  return a;
}
const config = { a: 1, b: 'x' } satisfies Record<string, unknown>;
const asserted = (config as any)!.a!;
const arrow = async <T,>(x: T): Promise<T> => x;
const tuple: [a: string, b?: number, ...rest: boolean[]] = ['a'];
let definite!: string;
definite = overloaded(identity<string>('definite'));
abstract class C<in out T> implements Iterable<T> {
  declare y: T;
  static #p?: number;
  accessor: string = 'a property called accessor';
  override toString() {
    return `C ${C.#p}`;
  }
  *[Symbol.iterator](): Iterator<T> {}
  constructor(public readonly x: T) {}
}
class D extends C<number> {}
arrow(definite).then((text) => console.log(text, asserted, tuple.length, `${new D(1)}`, [...new D(2)].length, new D(3).x));
