import { of } from './reflect';
import { Imported } from './types';
import type { ImportedInterface, OnlyType } from './types';
import * as types from './types';

const note: any = () => {};
enum Numbers { A, B }
enum Strings { A = 'a' }
enum Mixed { A, B = 'b' }
interface Shape { x: number }
type Alias = string;
type Union = 'a' | 'b';
class Later {}

@note
class Service {
  @note text: string;
  @note number: number;
  @note flag: boolean;
  @note list: string[];
  @note tuple: [string, number];
  @note map: Map<string, number>;
  @note promise: Promise<string>;
  @note date: Date;
  @note imported: Imported;
  @note namespaced: types.Imported;
  @note onlyType: OnlyType;
  @note imported2: ImportedInterface;
  @note shape: Shape;
  @note object: object;
  @note literal: { a: 1 };
  @note call: () => void;
  @note func: Function;
  @note any: any;
  @note unknown: unknown;
  @note nothing: null;
  @note never: never;
  @note symbol: symbol;
  @note big: bigint;
  @note numbers: Numbers;
  @note strings: Strings;
  @note mixed: Mixed;
  @note optional?: number;
  @note same: 'a' | 'b';
  @note digits: 1 | 2;
  @note different: string | number;
  @note truth: true;
  @note template: `a${string}`;
  @note generic: Array<Shape>;
  @note readonly frozen: readonly string[];
  @note later: Later;
  @note untyped;
  @note inferred = 'text';
  @note missing: GlobalThatIsNotThere;
  @note regexp: RegExp;
  @note static shared: number;
  @note method(a: string, b?: Service, ...rest: number[]): boolean { return !!a; }
  @note untypedMethod(a, b) {}
  @note async later2(): Promise<void> {}
  @note none(): void {}
  @note get value(): Date { return new Date(0); }
  @note set only(value: Later) {}
  parameters(@note a: string, b: Imported) {}
  plain(a: string) {}
  constructor(private imported3: Imported, @note count: number, shape: Shape, later: Later = new Later()) {}
}
declare class GlobalThatIsNotThere {}
@note class NoConstructor {}
class OnlyParameters { constructor(@note a: Later) {} }

const known = new Map<unknown, string>([[Service, 'Service'], [Later, 'Later'], [Imported, 'Imported']]);
const name = (type: unknown): unknown => (Array.isArray(type) ? type.map(name) : known.get(type) ?? (typeof type === 'function' ? type.name : String(type)));
for (const [target, key] of [
  ...Object.getOwnPropertyNames(Service.prototype).filter((key) => key !== 'constructor').map((key) => [Service.prototype, key]),
  ...'text number flag list tuple map promise date imported namespaced onlyType imported2 shape object literal call func any unknown nothing never symbol big numbers strings mixed optional same digits different truth template generic frozen later untyped inferred missing regexp'.split(' ').map((key) => [Service.prototype, key]),
  [Service, 'shared'], [Service, undefined], [NoConstructor, undefined], [OnlyParameters, undefined],
] as [object, string][]) {
  console.log(String(key), JSON.stringify(['design:type', 'design:paramtypes', 'design:returntype'].map((kind) => name(of(target, key, kind)))));
}
export {};
