export const used = ({ a, ...rest }) => rest;
export const spread = (x) => ({ ...x });
export async function later() { await null; }
export async function* items() { yield* [1]; }
export class Unused { #x = 1; y = 2; #m() {} get() { return this.#x + this.#m() + (#x in this); } }
export async function read(list) { for await (const x of list) return { ...x }; }
