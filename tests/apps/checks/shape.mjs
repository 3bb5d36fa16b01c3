// What a namespace looks like from outside: its keys, and of each value the type and what a minifier must leave alone.

const taken = new Set(['length', 'name', 'prototype', 'arguments', 'caller']);
/** What only interop looks at. */
const unseen = new Set(['__esModule', 'module.exports']);

/** The shape of a namespace or of `module.exports`, by key. */
export function shape(namespace) {
  const keys = Object.keys(namespace).filter((key) => !unseen.has(key) && namespace[key] !== undefined).sort();
  return Object.fromEntries(keys.map((key) => [key, describe(namespace[key])]));
}

function describe(value) {
  if (typeof value === 'function') {
    const kind = /^class\b/.test(Function.prototype.toString.call(value)) ? 'class' : 'function';
    const statics = Object.getOwnPropertyNames(value).filter((key) => !taken.has(key)).sort();
    const methods = value.prototype ? Object.getOwnPropertyNames(value.prototype).sort() : [];
    return [kind, value.length, statics.join(), methods.join()].join(' ');
  }
  if (typeof value === 'object' && value !== null) return `object ${Object.keys(value).length}`;
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
