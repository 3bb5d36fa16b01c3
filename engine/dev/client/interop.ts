// Namespace objects, and how ES modules and CommonJS see each other: as in what `nexxo build` makes.

export type Namespace = Record<string, unknown>;
export type Getters = Record<string, () => unknown>;

const has = (object: object, name: PropertyKey) => Object.prototype.hasOwnProperty.call(object, name);
const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';

/** A namespace object as yet without exports. */
export const emptyNamespace = (): Namespace =>
  Object.defineProperty(Object.create(null), Symbol.toStringTag, { value: 'Module' });

/** Adds a getter for each own property of `source` that `target` lacks. */
export function copyProperties<T extends object>(target: T, source: unknown, except?: string): T {
  if (!isObject(source)) return target;
  for (const name of Object.getOwnPropertyNames(source)) {
    if (name === except || has(target, name)) continue;
    const enumerable = Object.getOwnPropertyDescriptor(source, name)?.enumerable ?? true;
    Object.defineProperty(target, name, { get: () => (source as Namespace)[name], enumerable });
  }
  return target;
}

/** What `import` sees of a CommonJS module. */
export function toESM(exports: unknown, isNode: boolean | number): Namespace {
  const prototype = exports === null || exports === undefined ? Object.prototype : Object.getPrototypeOf(exports);
  const namespace = Object.create(prototype);
  if (isNode || !exports || !(exports as Namespace).__esModule) {
    Object.defineProperty(namespace, 'default', { value: exports, enumerable: true });
  }
  return copyProperties(namespace, exports);
}

const required = new WeakMap<Namespace, object>();

/** What `require()` gives for an ES module. */
export function toCommonJS(namespace: Namespace): object {
  let exports = required.get(namespace);
  if (!exports) {
    exports = copyProperties(Object.defineProperty({}, '__esModule', { value: true }), namespace);
    required.set(namespace, exports);
  }
  return exports;
}

export const keepName = <T extends object>(target: T, value: string): T =>
  Object.defineProperty(target, 'name', { value, configurable: true });
