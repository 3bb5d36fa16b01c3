// `import.meta.hot`: what a module says of its updates.

import { definitions, type Instance } from './registry.ts';
import type { Namespace } from './interop.ts';

type Listener = (payload: unknown) => void;

export interface Accepting {
  dependencies: string[];
  isList: boolean;
  call: (modules: any) => void;
}

/** What modules keep over their updates. */
const kept = new Map<string, Record<string, unknown>>();
const listeners = new Map<string, Set<Listener>>();

export const outgoing = {
  send: (_message: object): void => {},
  invalidate: (_id: string, _message?: string): void => {},
};

export function notify(event: string, payload: unknown) {
  for (const listener of [...(listeners.get(event) ?? [])]) listener(payload);
}

export class Hot {
  /** Set where it takes its own updates. */
  own: ((module: Namespace | undefined) => void)[] | undefined;
  readonly dependencies: Accepting[] = [];
  readonly disposers: ((data: Record<string, unknown>) => unknown)[] = [];
  readonly pruners: ((data: Record<string, unknown>) => unknown)[] = [];
  private readonly listens: [string, Listener][] = [];

  constructor(private readonly id: string) {}

  get data(): Record<string, unknown> {
    let data = kept.get(this.id);
    if (!data) kept.set(this.id, (data = {}));
    return data;
  }

  accept(dependencies?: string | string[] | ((module: Namespace | undefined) => void), call?: (modules: any) => void) {
    if (typeof dependencies === 'function' || dependencies === undefined) {
      (this.own ??= []).push(dependencies ?? (() => {}));
    } else if (typeof dependencies === 'string' || Array.isArray(dependencies)) {
      const isList = Array.isArray(dependencies);
      const list = isList ? dependencies : [dependencies];
      this.dependencies.push({ dependencies: list.map((it) => this.find(it)), isList, call: call ?? (() => {}) });
    } else {
      throw new Error('import.meta.hot.accept() takes a specifier, a list of them, or a function');
    }
  }

  /** As long as nothing else is used of the module, its importers need not know. */
  acceptExports(_names: string | string[], call?: (module: Namespace | undefined) => void) {
    this.accept(call ?? (() => {}));
  }

  dispose(call: (data: Record<string, unknown>) => unknown) {
    this.disposers.push(call);
  }

  prune(call: (data: Record<string, unknown>) => unknown) {
    this.pruners.push(call);
  }

  /** There for older code: as in Vite it does nothing. */
  decline() {}

  invalidate(message?: string) {
    outgoing.invalidate(this.id, message);
  }

  on(event: string, listener: Listener) {
    this.listens.push([event, listener]);
    const known = listeners.get(event);
    if (known) known.add(listener);
    else listeners.set(event, new Set([listener]));
  }

  off(event: string, listener: Listener) {
    listeners.get(event)?.delete(listener);
  }

  send(event: string, data?: unknown) {
    outgoing.send({ type: 'custom', event, data });
  }

  /** Who was replaced hears nothing more. */
  silence() {
    for (const [event, listener] of this.listens) listeners.get(event)?.delete(listener);
  }

  accepts(id: string) {
    return this.dependencies.some((it) => it.dependencies.includes(id));
  }

  /** What a specifier of the module leads to. */
  private find(specifier: string): string {
    const references = definitions.get(this.id)?.references ?? [];
    const found = references.find(([, , how, written]) => !how && written === specifier);
    if (!found) console.warn(`[nexxo] ${this.id} accepts updates of '${specifier}', which is not a string literal in it or leads nowhere`);
    return found ? found[1] : specifier;
  }
}

export async function dispose(instance: Instance): Promise<void> {
  const hot = instance.accepted;
  if (!hot) return;
  for (const call of hot.disposers) {
    const waits = call(hot.data);
    if (waits instanceof Promise) await waits;
  }
}
