// Preact's components keep their state while their code changes. Preact has no part that does it, but names the places at which
// one may look on: what it makes, shows, lets go of and cannot do. Its own fields have the short names that its builds give them.

type Component = Record<string, any>;
type Type = Function & { prototype?: any };

interface Vnode {
  type: unknown;
  props?: object;
  /** The component that it is, once it is shown. */
  __c?: Component;
}

interface Preact {
  options: Record<string, any>;
  Component: { prototype: { forceUpdate(this: Component): void } };
}

/** A component's `Vnode` as it was shown last. */
const VNODE = '__v';
/** The element that it is in: nothing, once it is let go of. */
const PARENT = '__P';
/** The hooks of a component, and of these the list. */
const HOOKS = '__H';
const LIST = '__';
/** Of a hook: what it ends with, and what it depends on. */
const CLEANUP = '__c';
const DEPENDENCIES = '__H';
/** That a component waits to be rendered: a field up to version 10, a bit from 11 on. */
const DIRTY = '__d';
const BITS = '__g';
const DIRTY_BIT = 8;
/** How many components wait to be rendered. */
const WAITING = '__r';
const CATCH = '__e';
/** What is called before something is shown. */
const DIFF = '__b';

/** The components that are shown, by their type. */
const shown = new WeakMap<Type, Set<Component>>();
const known = new WeakSet<object>();
let forceUpdate: ((this: Component) => void) | undefined;

/** Looks whether a module is Preact; then from now on it is looked on, with `newest` for the types of components. */
export function findPreact(exports: unknown, newest: (type: Type) => Type): void {
  const it = exports as Partial<Preact> | undefined;
  const { options, Component } = it ?? {};
  if (typeof options !== 'object' || !options || typeof Component?.prototype?.forceUpdate !== 'function') return;
  if (known.has(options)) return;
  known.add(options);
  forceUpdate = Component.prototype.forceUpdate;
  const renew = (vnode: Vnode) => {
    if (typeof vnode.type === 'function') vnode.type = newest(vnode.type as Type);
  };
  before(options, 'vnode', renew);
  before(options, DIFF, (vnode: Vnode) => {
    renew(vnode);
    // What was made before an edit may be shown again after it, and is found again by its type.
    for (const given of Object.values(vnode.props ?? {})) eachVnode(given, renew);
  });
  before(options, 'diffed', (vnode: Vnode) => {
    if (typeof vnode.type !== 'function' || !vnode.__c) return;
    const all = shown.get(vnode.type);
    if (all) all.add(vnode.__c);
    else shown.set(vnode.type, new Set([vnode.__c]));
  });
  before(options, 'unmount', (vnode: Vnode) => {
    if (typeof vnode.type === 'function' && vnode.__c) shown.get(vnode.type)?.delete(vnode.__c);
  });
  // What could not be rendered may be rendered again.
  before(options, CATCH, (_error: unknown, { __c: component }: Vnode) => {
    if (!component) return;
    if (component[DIRTY]) component[DIRTY] = false;
    if (component[BITS]) component[BITS] &= ~DIRTY_BIT;
  });
  const wait = options.debounceRendering as ((work: () => void) => void) | undefined;
  options.debounceRendering = (work: (() => void) & { [WAITING]: number }) => {
    const attempt = () => {
      try {
        work();
      } catch (error) {
        work[WAITING] = 0;
        throw error;
      }
    };
    if (wait) wait(attempt);
    else queueMicrotask(attempt);
  };
}

function eachVnode(given: unknown, call: (vnode: Vnode) => void) {
  if (Array.isArray(given)) given.forEach((it) => eachVnode(it, call));
  else if (typeof given === 'object' && given && 'type' in given && given.constructor === undefined) call(given as Vnode);
}

function before(options: Record<string, any>, name: string, call: (...given: any[]) => void) {
  const next = options[name] as ((...given: unknown[]) => unknown) | undefined;
  options[name] = (...given: unknown[]) => {
    call(...given);
    return next?.(...given);
  };
}

/** Has what is shown of a type be of another one from now on. Without `keeps` its hooks begin anew. */
export function replaceComponents(old: unknown, now: unknown, keeps: boolean): void {
  if (typeof old !== 'function' || typeof now !== 'function') return;
  const components = shown.get(old);
  if (!components) return;
  shown.delete(old);
  const moved = new Set<Component>();
  shown.set(now, moved);
  for (const component of components) {
    const vnode = component[VNODE] as Vnode | undefined;
    if (!vnode || !component[PARENT]) continue;
    vnode.type = now;
    const next = old.prototype && component instanceof old ? successor(component, now as unknown as new (...given: unknown[]) => Component) : component;
    next.constructor = now;
    vnode.__c = next;
    moved.add(next);
    restartHooks(next, keeps);
    forceUpdate?.call(next);
  }
}

/** A component of another class with the state of one of the old. */
function successor(old: Component, now: new (...given: unknown[]) => Component): Component {
  const next = new now(old.props, old.context);
  for (const name of Object.keys(old)) {
    // Functions are code, which is new.
    if (name in next && typeof next[name] === 'function') continue;
    if (!(name in next) || next[name] == null || typeof next[name] === typeof old[name]) next[name] = old[name];
  }
  return next;
}

/** Effects run anew and values are worked out anew, as the code for them is another. */
function restartHooks(component: Component, keeps: boolean) {
  const hooks = component[HOOKS]?.[LIST] as Record<string, any>[] | undefined;
  for (const hook of hooks ?? []) {
    const cleanup = hook[CLEANUP];
    if (typeof cleanup === 'function') {
      hook[CLEANUP] = undefined;
      cleanup();
    }
    if (Array.isArray(hook[DEPENDENCIES]) && !isReference(hook[LIST])) hook[DEPENDENCIES] = undefined;
  }
  if (!keeps) component[HOOKS] = undefined;
}

/** Whether a value is what `useRef` gives, which is state. */
const isReference = (value: unknown) => typeof value === 'object' && value !== null && Object.keys(value).join() === 'current';
