// React's Fast Refresh: components keep their state while their code changes. React itself does the work; it is reached
// through the hook that it looks for when it starts, as its developer tools do. For Preact `preact.ts` does it.

import { replaceComponents } from './preact.ts';

interface Family {
  current: unknown;
}

interface Signature {
  key: string;
  forcesReset: boolean;
  hooks: () => unknown[];
  whole: string | undefined;
}

interface Helpers {
  scheduleRefresh(root: unknown, update: { updatedFamilies: Set<Family>; staleFamilies: Set<Family> }): void;
  scheduleRoot(root: unknown, element: unknown): void;
  setRefreshHandler(handler: ((type: unknown) => Family | undefined) | null): void;
}

const families = new Map<string, Family>();
const familyOf = new WeakMap<object, Family>();
const updatedFamilyOf = new WeakMap<object, Family>();
const signatures = new WeakMap<object, Signature>();
let pending: [Family, unknown][] = [];

const renderers = new Map<number, Helpers>();
const helpersOf = new Map<object, Helpers>();
const mounted = new Set<object>();
const failed = new Set<object>();
const elementOf = new WeakMap<object, unknown>();

const isObject = (value: unknown): value is object & Record<string, any> =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';
const MEMO = Symbol.for('react.memo');
const FORWARD_REF = Symbol.for('react.forward_ref');

/** Notes a component under a name that outlives it. */
export function register(type: unknown, id: string): void {
  if (!isObject(type) || familyOf.has(type)) return;
  let family = families.get(id);
  if (family) pending.push([family, type]);
  else families.set(id, (family = { current: type }));
  familyOf.set(type, family);
  if (type.$$typeof === FORWARD_REF) register(type.render, `${id}$render`);
  if (type.$$typeof === MEMO) register(type.type, `${id}$type`);
}

/** The newest of the types that a component had. */
export const newest = (type: Function): Function => (familyOf.get(type)?.current as Function | undefined) ?? type;

/** Notes which hooks a component or hook calls: where these change, its state is of no use any more. */
export function signature() {
  let saved: unknown;
  let hasCustom = false;
  let isSettled = false;
  return (type?: unknown, key?: string, forcesReset?: boolean, hooks?: () => unknown[]): unknown => {
    if (typeof key === 'string') {
      if (!saved) {
        saved = type;
        hasCustom = typeof hooks === 'function';
      }
      if (isObject(type)) setSignature(type, key, forcesReset ?? false, hooks);
      return type;
    }
    // Called while it renders for the first time: by now all custom hooks can be seen.
    if (!isSettled && hasCustom) {
      isSettled = true;
      if (isObject(saved)) wholeKey(signatures.get(saved));
    }
    return undefined;
  };
}

function setSignature(type: object & Record<string, any>, key: string, forcesReset: boolean, hooks?: () => unknown[]) {
  if (!signatures.has(type)) signatures.set(type, { key, forcesReset, hooks: hooks ?? (() => []), whole: undefined });
  if (type.$$typeof === FORWARD_REF) setSignature(type.render, key, forcesReset, hooks);
  if (type.$$typeof === MEMO) setSignature(type.type, key, forcesReset, hooks);
}

/** The key of a signature with those of the custom hooks in it. */
function wholeKey(signature: Signature | undefined): string {
  if (!signature) return '';
  if (signature.whole !== undefined) return signature.whole;
  let whole = signature.key;
  let hooks: unknown[];
  try {
    hooks = signature.hooks();
  } catch {
    // A hook that is not there yet: nothing is known of it.
    signature.forcesReset = true;
    return (signature.whole = whole);
  }
  for (const hook of hooks) {
    if (typeof hook !== 'function') {
      signature.forcesReset = true;
      return (signature.whole = whole);
    }
    const inner = signatures.get(hook);
    if (!inner) continue;
    whole += `\n---\n${wholeKey(inner)}`;
    if (inner.forcesReset) signature.forcesReset = true;
  }
  return (signature.whole = whole);
}

const isClass = (type: unknown) =>
  typeof type === 'function' && (Boolean(type.prototype?.isReactComponent) || typeof type.prototype?.forceUpdate === 'function');

function keepsState(before: unknown, after: unknown): boolean {
  if (isClass(before) || isClass(after)) return false;
  if (!isObject(before) || !isObject(after)) return false;
  if (before.$$typeof !== after.$$typeof) return false;
  if (before.$$typeof === MEMO) return keepsState(before.type, after.type);
  if (before.$$typeof === FORWARD_REF) return keepsState(before.render, after.render);
  const [old, now] = [signatures.get(before), signatures.get(after)];
  if (!old && !now) return true;
  return Boolean(old && now) && wholeKey(old) === wholeKey(now) && !now!.forcesReset;
}

/** Has React render anew what is of a component that changed. */
export function refresh(): void {
  if (!pending.length) return;
  const updates = pending;
  pending = [];
  const staleFamilies = new Set<Family>();
  const updatedFamilies = new Set<Family>();
  for (const [family, next] of updates) {
    const before = family.current;
    if (isObject(before)) updatedFamilyOf.set(before, family);
    if (isObject(next)) updatedFamilyOf.set(next, family);
    family.current = next;
    replaceComponents(before, next, isClass(before) || keepsState(before, next));
    (keepsState(before, next) ? updatedFamilies : staleFamilies).add(family);
  }
  const find = (type: unknown) => (isObject(type) ? updatedFamilyOf.get(type) : undefined);
  for (const helpers of renderers.values()) helpers.setRefreshHandler(find);
  let error: { is: unknown } | undefined;
  const attempt = (work: () => void) => {
    try {
      work();
    } catch (thrown) {
      error ??= { is: thrown };
    }
  };
  for (const root of [...failed]) {
    // What threw is rendered from the start.
    if (elementOf.has(root)) attempt(() => helpersOf.get(root)?.scheduleRoot(root, elementOf.get(root)));
  }
  for (const root of [...mounted]) {
    attempt(() => helpersOf.get(root)?.scheduleRefresh(root, { updatedFamilies, staleFamilies }));
  }
  if (error) throw error.is;
}

/** Whether a value looks like a component. */
export function isComponent(value: unknown): boolean {
  if (typeof value === 'function') {
    const prototype = value.prototype;
    if (prototype) {
      if (isClass(value)) return true;
      const names = Object.getOwnPropertyNames(prototype);
      if (names.length > 1 || (names.length === 1 && names[0] !== 'constructor')) return false;
      if (Object.getPrototypeOf(prototype) !== Object.prototype) return false;
    }
    return /^[A-Z]/.test(value.name);
  }
  return isObject(value) && (value.$$typeof === MEMO || value.$$typeof === FORWARD_REF);
}

/** Puts the hook in place, or joins the one of the developer tools. */
export function install(): void {
  const world = globalThis as { __REACT_DEVTOOLS_GLOBAL_HOOK__?: Record<string, any> };
  let next = 0;
  const hook = (world.__REACT_DEVTOOLS_GLOBAL_HOOK__ ??= {
    renderers: new Map(),
    supportsFiber: true,
    inject: () => next++,
    onScheduleFiberRoot() {},
    onCommitFiberRoot() {},
    onCommitFiberUnmount() {},
  });
  if (hook.isDisabled) return;
  const before = (name: string) => hook[name]?.bind(hook) ?? (() => {});
  const [inject, scheduled, committed] = [before('inject'), before('onScheduleFiberRoot'), before('onCommitFiberRoot')];
  const note = (id: number, renderer: any) => {
    if (typeof renderer?.scheduleRefresh === 'function' && typeof renderer.setRefreshHandler === 'function') {
      renderers.set(id, renderer);
    }
  };
  hook.renderers?.forEach((renderer: unknown, id: number) => note(id, renderer));
  hook.inject = (renderer: unknown) => {
    const id = inject(renderer);
    note(id, renderer);
    return id;
  };
  hook.onScheduleFiberRoot = (id: number, root: object, element: unknown) => {
    failed.delete(root);
    elementOf.set(root, element);
    return scheduled(id, root, element);
  };
  hook.onCommitFiberRoot = (id: number, root: any, ...rest: unknown[]) => {
    const helpers = renderers.get(id);
    if (helpers) {
      helpersOf.set(root, helpers);
      const { current } = root;
      const { alternate } = current;
      const isMounted = (fiber: any) => fiber?.memoizedState != null && fiber.memoizedState.element != null;
      if (isMounted(current)) {
        mounted.add(root);
        failed.delete(root);
      } else if (isMounted(alternate)) {
        mounted.delete(root);
        // An error that nobody caught takes the whole tree down.
        if ((current.flags & 128) !== 0) failed.add(root);
        else helpersOf.delete(root);
      } else if (!mounted.has(root) && (current.flags & 128) !== 0) {
        failed.add(root);
      }
    }
    return committed(id, root, ...rest);
  };
}
