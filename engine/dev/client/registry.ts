// The modules of the page: what the server defined, and what of it runs. Each definition makes one instance at a time; an
// update puts another instance in its place.

import { Hot } from './hot.ts';
import { emptyNamespace, copyProperties, keepName, toCommonJS, toESM, type Getters, type Namespace } from './interop.ts';
import { findPreact } from './preact.ts';
import { newest, register, signature } from './refresh.ts';
import { enforce, setSheet, type SheetImport } from './style.ts';

/** How a module refers to another one: the kind, what it leads to, how, and as it is written. */
export type Reference = [kind: number, target: string, how?: number, specifier?: string];

export interface Definition {
  id: string;
  bits: number;
  references: Reference[];
  body: unknown;
  hash: string;
  /** The revision of the app that it came with. */
  revision: number;
}

const COMMONJS = 1;
const STYLE = 2;
const BROKEN = 4;
const ASYNC = 8;
const NODE = 16;
const FILE = 32;

const IMPORT = 0;
const REQUIRE = 1;
const DYNAMIC = 2;
const STYLE_IMPORT = 3;
/** Nobody follows it. */
const UNASKED = 4;
/** The link of a page to a style sheet. */
const LINK = 5;
/** A file that a page shows. */
const SHOWN = 6;

const MODULE = 0;
const EXTERNAL = 1;
const DISABLED = 2;

const NEW = 0;
const RUNNING = 1;
const DONE = 2;
const FAILED = 3;

export const definitions = new Map<string, Definition>();
export const instances = new Map<string, Instance>();
/** Which running modules refer to a module. */
export const importers = new Map<string, Set<string>>();
/** The modules that the page, or an `import()`, started with. */
export const roots: string[] = [];
const externals = new Map<string, Namespace>();

export const settings = { base: '/', loadLazily: (_id: string): Promise<void> => Promise.resolve() };

/** Notes a definition, unless a newer one is there. */
export function define(definition: Definition): boolean {
  const known = definitions.get(definition.id);
  if (known && (known.hash === definition.hash || known.revision > definition.revision)) return false;
  definitions.set(definition.id, definition);
  return true;
}

/** A module that runs or is about to. Its code knows it as the handle by which it reaches everything else. */
export class Instance {
  state = NEW;
  error: unknown;
  promise: Promise<void> | undefined;
  namespace: Namespace = emptyNamespace();
  getters: Getters = {};
  stars: number[] = [];
  /** Whether it registered components. */
  hasComponents = false;
  /** What its style sheet exported when it was made. */
  module: { exports: unknown } = { exports: {} };
  private bindImports: () => void = () => {};
  private required: (() => unknown) | undefined;
  private steps: { next(): unknown } | undefined;
  private interop: [Namespace | undefined, Namespace | undefined] = [undefined, undefined];
  private interopKeys = -1;
  private hotContext: Hot | undefined;

  constructor(readonly definition: Definition) {
    for (const [kind, target, how] of definition.references) {
      if (kind === UNASKED || how) continue;
      const known = importers.get(target);
      if (known) known.add(definition.id);
      else importers.set(target, new Set([definition.id]));
    }
    if (this.is(COMMONJS) || this.is(BROKEN)) return;
    this.steps = (definition.body as (handle: Instance) => { next(): unknown })(this);
    this.steps.next();
  }

  get id() {
    return this.definition.id;
  }

  is(bit: number) {
    return (this.definition.bits & bit) !== 0;
  }

  get isStyle() {
    return this.is(STYLE);
  }

  /** Whether it stands for a file, and is its URL. */
  get isFile() {
    return this.is(FILE);
  }

  /** Whether it asks for a module only to show it. */
  onlyShows(id: string) {
    return this.definition.references.every(([kind, target]) => target !== id || kind === SHOWN);
  }

  get isDone() {
    return this.state === DONE;
  }

  /** Takes it out of the registry. */
  remove() {
    instances.delete(this.id);
    for (const [, target] of this.definition.references) importers.get(target)?.delete(this.id);
  }

  /** Puts it back, as it was. */
  restore() {
    instances.set(this.id, this);
    for (const [kind, target, how] of this.definition.references) {
      if (kind !== UNASKED && !how) importers.get(target)?.add(this.id);
    }
  }

  /** What must have run before it does, and how it asks for that. */
  *dependencies(): Generator<[kind: number, target: string]> {
    for (const [kind, target, how] of this.definition.references) {
      if ((kind === IMPORT || kind === STYLE_IMPORT || kind === LINK || kind === SHOWN) && !how) yield [kind, target];
    }
  }

  // Called by the module's code.

  link(getters: Getters, bind: () => void, stars?: number[], required?: () => unknown) {
    this.getters = getters;
    this.bindImports = bind;
    this.stars = stars ?? [];
    this.required = required;
  }

  /** The namespace of what it imports; for CommonJS nothing before that has run. */
  ns(index: number): Namespace | undefined {
    const [, target, how = MODULE] = this.definition.references[index]!;
    if (how === EXTERNAL) return externals.get(target);
    if (how === DISABLED) return toESM({}, this.is(NODE));
    return instances.get(target)?.namespaceFor(this.is(NODE));
  }

  require(index: number): unknown {
    const [, target, how = MODULE, specifier] = this.definition.references[index]!;
    if (how === DISABLED) return {};
    if (how === EXTERNAL) return this.req(target);
    if (how !== MODULE) throw missing(target, specifier);
    return requireModule(target);
  }

  import(index: number): Promise<Namespace> {
    const [, target, how = MODULE, specifier] = this.definition.references[index]!;
    if (how === DISABLED) return Promise.resolve(toESM({}, this.is(NODE)));
    if (how !== MODULE) return Promise.reject(missing(target, specifier));
    return importModule(target, this.is(NODE));
  }

  req = Object.assign(
    (specifier: string): unknown => {
      const own = (globalThis as { require?: (specifier: string) => unknown }).require;
      if (own) return own(specifier);
      throw new Error(`require("${specifier}") is not possible here: the module is not part of the bundle`);
    },
    { resolve: (specifier: string) => specifier },
  );

  get meta() {
    const url = new URL(settings.base + this.id, location.origin).href;
    const resolve = (specifier: string) => new URL(specifier, url).href;
    const meta = { url, resolve, main: false, hot: this.hot };
    Object.defineProperty(this, 'meta', { value: meta });
    return meta;
  }

  get hot() {
    return (this.hotContext ??= new Hot(this.id));
  }

  /** What it asked of updates, if it did. */
  get accepted() {
    return this.hotContext;
  }

  get reg() {
    return (type: unknown, name: string) => {
      this.hasComponents = true;
      register(type, `${this.id} ${name}`);
    };
  }

  sig = signature;
  toESM = toESM;
  keepName = keepName;

  css(parts: string[], imports: (string | [index: number, ...around: [string, string, string]])[], layers: string) {
    const url = (part: string, i: number) => (i % 2 ? JSON.stringify(part).replace(/\\\\/g, '\\') : part);
    const sheets: SheetImport[] = [];
    for (const it of imports) {
      if (typeof it === 'string') {
        sheets.push(it);
        continue;
      }
      const [index, ...around] = it;
      const [, target, how = MODULE] = this.definition.references[index]!;
      if (how === MODULE) sheets.push([target, ...around]);
    }
    setSheet(this.id, { text: parts.map(url).join(''), imports: sheets, layers });
  }

  // Called by the registry.

  namespaceFor(isNode: boolean): Namespace | undefined {
    if (!this.is(COMMONJS)) return this.namespace;
    if (this.state === NEW) return undefined;
    const { exports } = this.module;
    const keys = exports !== null && typeof exports === 'object' ? Object.getOwnPropertyNames(exports).length : 0;
    if (keys !== this.interopKeys || this.state !== DONE) this.interop = [undefined, undefined];
    this.interopKeys = keys;
    return (this.interop[Number(isNode)] ??= toESM(exports, isNode));
  }

  /** What `require` of it gives once it has run. */
  get requiredValue(): unknown {
    if (this.is(COMMONJS)) return this.module.exports;
    return this.required ? this.required() : toCommonJS(this.namespace);
  }

  bind() {
    this.bindImports();
  }

  /** Makes the namespace object out of what all modules around it export. */
  complete() {
    if (this.is(COMMONJS) || this.is(BROKEN)) return;
    const names = Object.keys(this.getters);
    if (this.stars.length) {
      const all = new Set(names);
      this.starNames(all, new Set());
      names.splice(0, names.length, ...[...all].sort());
    }
    for (const name of names) {
      const get = this.resolve(name, new Set());
      if (get) Object.defineProperty(this.namespace, name, { get, enumerable: true, configurable: true });
    }
    this.bind();
  }

  private star(index: number): Instance | undefined {
    const [, target, how = MODULE] = this.definition.references[index]!;
    return how === MODULE ? instances.get(target) : undefined;
  }

  private starNames(names: Set<string>, seen: Set<Instance>) {
    if (seen.has(this)) return;
    seen.add(this);
    for (const index of this.stars) {
      const star = this.star(index);
      if (!star) continue;
      for (const name of Object.keys(star.getters)) if (name !== 'default') names.add(name);
      star.starNames(names, seen);
    }
  }

  private resolve(name: string, seen: Set<Instance>): (() => unknown) | undefined {
    if (Object.prototype.hasOwnProperty.call(this.getters, name)) return this.getters[name];
    if (name === 'default' || seen.has(this)) return undefined;
    seen.add(this);
    for (const index of this.stars) {
      const found = this.star(index)?.resolve(name, seen);
      if (found) return found;
    }
    return undefined;
  }

  /** Passes on what only the run time knows: exports of CommonJS and of modules that are not of the app. */
  private copyStars() {
    for (const index of this.stars) {
      const star = this.star(index);
      if (!star) copyProperties(this.namespace, this.ns(index), 'default');
      else if (star.is(COMMONJS)) copyProperties(this.namespace, star.module.exports, 'default');
      else if (star.stars.length) copyProperties(this.namespace, star.namespace, 'default');
    }
  }

  private start() {
    for (const [kind, target, how, specifier] of this.definition.references) {
      if (how && how !== EXTERNAL && how !== DISABLED && kind === IMPORT) throw missing(target, specifier);
    }
    this.bind();
    this.copyStars();
    if (this.is(BROKEN)) throw new SyntaxError(String(this.definition.body));
  }

  private fail(error: unknown): never {
    this.state = FAILED;
    this.error = error;
    throw error;
  }

  /** Runs its code; what it imports has run. */
  run(): void {
    this.state = RUNNING;
    try {
      this.start();
      if (this.is(COMMONJS)) this.runCommonJS();
      else this.steps!.next();
    } catch (error) {
      this.fail(error);
    }
    this.finish();
  }

  /** The same where it waits for something. */
  async runAfter(waits: Promise<void>[]): Promise<void> {
    try {
      await Promise.all(waits);
      this.start();
      await this.steps!.next();
    } catch (error) {
      this.fail(error);
    }
    this.finish();
  }

  private finish() {
    this.state = DONE;
    if (this.id.includes('preact')) findPreact(this.is(COMMONJS) ? this.module.exports : this.namespace, newest);
  }

  private runCommonJS() {
    const { module } = this;
    (this.definition.body as Function).call(module.exports, this, module.exports, module);
  }

  requireNow(): unknown {
    if (this.state === NEW || this.state === FAILED) {
      this.module = { exports: {} };
      this.run();
    }
    return this.module.exports;
  }

  get isCommonJS() {
    return this.is(COMMONJS);
  }

  get waits() {
    return this.is(ASYNC);
  }

  get isNew() {
    return this.state === NEW;
  }

  get isFailed() {
    return this.state === FAILED;
  }

  get isRunning() {
    return this.state === RUNNING;
  }
}

function missing(message: string, specifier?: string) {
  return Object.assign(new Error(message || `cannot find ${specifier}`), { code: 'MODULE_NOT_FOUND' });
}

function instanceOf(id: string, made: Instance[]): Instance {
  const known = instances.get(id);
  if (known) return known;
  const definition = definitions.get(id);
  if (!definition) throw new Error(`the server did not send ${id}`);
  const instance = new Instance(definition);
  instances.set(id, instance);
  made.push(instance);
  return instance;
}

/** A module that is to run, and how it is asked for: a style sheet is in force by itself or as a part of others. */
interface Planned {
  instance: Instance;
  kind: number;
}

/** Makes the instances that `id` needs. Gives those that are to run, each after what it imports. */
export function prepare(id: string, kind = IMPORT): Planned[] {
  const made: Instance[] = [];
  const order: Planned[] = [];
  const seen = new Set<string>([`${kind} ${id}`]);
  const first = instanceOf(id, made);
  const stack = [{ instance: first, kind, open: first.dependencies() }];
  while (stack.length) {
    const top = stack[stack.length - 1]!;
    const next = top.instance.isNew ? top.open.next() : { done: true as const, value: undefined };
    if (next.done) {
      stack.pop();
      order.push(top);
    } else if (!seen.has(next.value.join(' '))) {
      const [kind, id] = next.value;
      seen.add(next.value.join(' '));
      const instance = instanceOf(id, made);
      stack.push({ instance, kind, open: instance.dependencies() });
    }
  }
  for (const instance of made) instance.complete();
  return order;
}

/** Runs what is new in `order`. Gives a promise where something in it waits. */
export function run(order: Planned[]): Promise<void> | undefined {
  const unknown = new Set<string>();
  for (const { instance } of order) {
    for (const [kind, target, how] of instance.definition.references) {
      if (kind === IMPORT && how === EXTERNAL && !externals.has(target)) unknown.add(target);
    }
  }
  if (unknown.size) {
    const load = async (url: string) => void externals.set(url, (await import(url)) as Namespace);
    return Promise.all([...unknown].map(load)).then(() => run(order));
  }
  for (const { instance, kind } of order) {
    if (instance.isFailed) throw instance.error;
    if (!instance.isNew) {
      if (instance.isStyle && kind !== STYLE_IMPORT) enforce(instance.id, kind === LINK);
      continue;
    }
    const waits: Promise<void>[] = [];
    for (const [, id] of instance.dependencies()) {
      const dependency = instances.get(id);
      if (dependency?.isFailed) throw dependency.error;
      if (dependency?.promise && dependency.isRunning) waits.push(dependency.promise);
    }
    if (instance.waits || waits.length) {
      instance.state = RUNNING;
      instance.promise = instance.runAfter(waits);
      instance.promise.catch(() => {});
    } else {
      instance.run();
      if (instance.isStyle && kind !== STYLE_IMPORT) enforce(instance.id, kind === LINK);
    }
  }
  const last = order[order.length - 1]?.instance;
  return last?.isRunning ? last.promise : undefined;
}

function requireModule(id: string): unknown {
  const instance = instances.get(id);
  const order = instance && !instance.isNew ? [] : prepare(id);
  const target = instances.get(id)!;
  if (target.isCommonJS) return target.requireNow();
  if (target.isFailed) throw target.error;
  if (run(order)) throw new Error(`require() of ${id}, which waits for something: use import()`);
  return target.requiredValue;
}

async function importModule(id: string, isNode: boolean): Promise<Namespace> {
  if (!definitions.has(id)) await settings.loadLazily(id);
  await run(prepare(id));
  return instances.get(id)!.namespaceFor(isNode)!;
}

/** Makes anew what an update changed; a style sheet stays in force where it is. */
export const prepareAgain = (id: string) => prepare(id, definitions.get(id)!.bits & STYLE ? STYLE_IMPORT : IMPORT);

/** Whether a running module asks for a style sheet otherwise than by `@import`. */
export function isAskedFor(id: string): boolean {
  const asks = (importer: string) =>
    instances.get(importer)?.definition.references.some(([kind, target]) => target === id && kind !== STYLE_IMPORT && kind !== UNASKED);
  return roots.includes(id) || [...(importers.get(id) ?? [])].some(asks);
}

/** Starts the module that a page or a worker is. */
export async function startRoot(id: string): Promise<void> {
  await run(prepare(id));
}

export const isDynamic = (kind: number) => kind === DYNAMIC;
export const isRequire = (kind: number) => kind === REQUIRE;
