import * as inner from './inner.js';
export const used = inner.used;
export const unused = inner.unused;
export const list = [inner.other, inner.kind];
export const object = { other: inner.other, nested: { kind: inner.kind } };
export const made = /* @__PURE__ */ Object.freeze({ kind: inner.kind });
export const chosen = inner.used ? inner.unused : inner.other;
