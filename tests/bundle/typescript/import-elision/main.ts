import { Type, value, type Other } from './values';
import { OnlyType } from './types-only';
import type { Never } from './does-not-exist';
import type Default from './does-not-exist-either';
import Unused from './unused';
import * as ns from './values';
import './effect';
export type { Type };
export type * from './also-missing';
export { type Other, value };

const x: Type = { a: value };
const y = x as OnlyType;
const z = <Never>(y as unknown);
let unused: Unused;
console.log(x.a, (z as any).a, ({} satisfies Default | object), typeof ns.value);
function generic<T extends Type>(arg: T): asserts arg is T {}
generic<Type>(x);
