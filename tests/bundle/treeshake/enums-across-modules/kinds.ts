export enum Kind { Leaf, Node, Root = 10, Deep }
export const enum Color { Red = 'red', Blue = 'blue' }
export enum Mask { None = 0, A = 1 << 0, B = 1 << 1, Both = A | B, Minus = -1 }
export enum Kept { One = 1, Two }
export enum Computed { Size = 'four'.length, Fixed = 7 }
export namespace Kept { export const name = 'kept'; }
