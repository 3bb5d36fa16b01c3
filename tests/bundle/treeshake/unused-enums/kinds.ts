export enum Unused { A = 'DEAD a', B = 'DEAD b' }
export enum Inlined { A = 'a', B = 'b' }
export const symbol = Symbol('DEAD symbol');
export const cache = new Map(), seen = new WeakSet(), list = new Set(['DEAD set']);
export class Gone { static kinds = ['DEAD static']; static #hidden = 1; static method() { return 'DEAD method'; } }
