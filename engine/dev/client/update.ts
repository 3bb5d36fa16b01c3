// Updates: from definitions that are new to the modules that run anew, as far as somebody accepts it.

import { definitions, importers, instances, isAskedFor, prepareAgain, roots, run, type Instance } from './registry.ts';
import { dispose, notify } from './hot.ts';
import { isComponent, refresh, register } from './refresh.ts';
import { isShown, swap } from './asset.ts';
import { dropSheet, relax, settled } from './style.ts';

/** A module that accepts, and the one that it accepts: itself or one that it imports. */
interface Boundary {
  id: string;
  via: string;
}

interface Search {
  boundaries: Boundary[];
  outdated: Set<string>;
}

export const page = {
  reload: (_reason: string): void => {},
  failed: (_error: unknown): void => {},
  waits: (_modules: string[]): void => {},
};

/** Modules that said, while they ran anew, that their importers must. */
let invalidated: { id: string; message: string | undefined }[] = [];

export function invalidate(id: string, message?: string) {
  invalidated.push({ id, message });
  if (!isUpdating) void later();
}

/** Files with a text that is not saved, relative to the root. */
let unsaved = new Set<string>();

/** Modules of such files whose update nobody accepts: what runs stays until they are saved. */
export const pending = new Set<string>();

/** What was let go of meanwhile. */
const unpruned = new Set<string>();

/** Says which files have a text that is not saved. */
export function setUnsaved(paths: string[]) {
  unsaved = new Set(paths);
}

const isUnsaved = (id: string) => unsaved.has(id.split('?', 1)[0]!);

let isUpdating = false;

async function later() {
  await Promise.resolve();
  await update([], []);
}

/** Takes up new definitions; `dropped` were referred to before. */
export async function update(changed: string[], dropped: string[]): Promise<void> {
  const candidates = new Set([...pending, ...changed]);
  pending.clear();
  const isOld = (id: string) => instances.has(id) && instances.get(id)!.definition.hash !== definitions.get(id)?.hash;
  const running = [...candidates].filter(isOld);
  if (roots.some((id) => !instances.get(id)?.isDone)) {
    // What never came to its end has nothing to keep.
    if (running.length || changed.length) page.reload('the page did not start before');
    return;
  }
  isUpdating = true;
  try {
    let search: Search = { boundaries: [], outdated: new Set() };
    for (const id of running) {
      const wider: Search = { boundaries: [...search.boundaries], outdated: new Set(search.outdated) };
      const dead = walk(id, [id], wider);
      if (!dead) {
        search = wider;
      } else if (isOnPage(id)) {
        // Who imported its URL gave it to the page, where it is another now.
        search.boundaries.push({ id, via: id });
        search.outdated.add(id);
      } else if (isUnsaved(id)) {
        pending.add(id);
        console.info(`[nexxo] ${id} waits until it is saved: ${reason(dead)}`);
      } else {
        return page.reload(reason(dead));
      }
    }
    await apply(search);
    const seen = new Set<string>();
    while (invalidated.length) {
      const { id, message } = invalidated.shift()!;
      notify('vite:invalidate', { path: id, message, firstInvalidatedBy: id });
      const next: Search = { boundaries: [], outdated: new Set([id]) };
      if (message) console.info(`[nexxo] ${id} asks its importers to run anew: ${message}`);
      const above = importersOf(id);
      let dead: string[] | undefined = !above.length || seen.has(id) ? [id] : undefined;
      seen.add(id);
      for (const importer of above) dead ??= climb(importer, id, [id], next);
      if (!dead) {
        await apply(next);
      } else if (!isUnsaved(id)) {
        return page.reload(reason(dead));
      } else {
        console.info(`[nexxo] ${id} is not saved, and the page does not reload for it: ${reason(dead)}`);
      }
    }
    for (const id of dropped) unpruned.add(id);
    if (!pending.size) {
      for (const id of unpruned) await prune(id);
      unpruned.clear();
    }
    refresh();
  } finally {
    isUpdating = false;
    for (const it of acceptedBefore) if (!isUnsaved(it.id) || instances.get(it.id) !== it) acceptedBefore.delete(it);
    page.waits([...pending]);
  }
}

const reason = (chain: string[]) => `nothing accepts the update: ${chain.join(' → ')}`;

/** Whether a module is the URL of a file that the page names. */
function isOnPage(id: string): boolean {
  const instance = instances.get(id);
  return instance?.isFile === true && isShown(urlOf(instance));
}

const urlOf = (instance: Instance) => String(instance.namespace.default);

const importersOf = (id: string) => [...(importers.get(id) ?? [])].filter((it) => instances.has(it));

/** Finds who accepts an update of `id`. Gives the way to where nobody does. */
function walk(id: string, chain: string[], search: Search): string[] | undefined {
  if (search.outdated.has(id)) return undefined;
  search.outdated.add(id);
  const instance = instances.get(id);
  if (instance && acceptsItself(instance)) {
    search.boundaries.push({ id, via: id });
    return undefined;
  }
  const above = importersOf(id);
  if (!above.length) return chain;
  for (const importer of above) {
    const dead = climb(importer, id, chain, search);
    if (dead) return dead;
  }
  return undefined;
}

/** What an update of a module would do here; nothing is known of one that does not run. */
export function outlook(id: string) {
  const instance = instances.get(id);
  if (!instance) return null;
  const search: Search = { boundaries: [], outdated: new Set() };
  const reloads = (isOnPage(id) ? undefined : walk(id, [id], search)) ?? [];
  const swaps = reloads.length ? [] : [...new Set(search.boundaries.map((it) => it.id))];
  const isOther = ([, value]: [string, unknown]) => !isComponent(value) && !isPrimitive(value);
  const mixed = instance.hasComponents ? Object.entries(instance.namespace).filter(isOther).map(([name]) => name) : [];
  return { swaps, reloads, mixed };
}

function climb(importer: string, id: string, chain: string[], search: Search): string[] | undefined {
  if (instances.get(importer)?.accepted?.accepts(id)) {
    search.boundaries.push({ id: importer, via: id });
    return undefined;
  }
  if (instances.get(importer)?.onlyShows(id)) {
    search.boundaries.push({ id, via: id });
    return undefined;
  }
  if (chain.includes(importer)) return undefined;
  return walk(importer, [...chain, importer], search);
}

function acceptsItself(instance: Instance): boolean {
  return instance.isStyle || instance.accepted?.own !== undefined || isRefreshed(instance) || acceptedBefore.has(instance);
}

/** What is typed may lack for a moment that it accepts itself: it does as long as its text is not saved. */
const acceptedBefore = new Set<Instance>();

/** Whether nothing but components, and values that are easily compared, leaves the module. */
function isRefreshed(instance: Instance): boolean {
  if (!instance.hasComponents) return false;
  const values = Object.values(instance.namespace);
  return values.length > 0 && values.every((it) => isComponent(it) || isPrimitive(it));
}

const isPrimitive = (value: unknown) => value === null || (typeof value !== 'object' && typeof value !== 'function');

/** Registers what a module exports under the names of the exports. */
export function registerExports(instance: Instance) {
  if (!instance.hasComponents) return;
  for (const [name, value] of Object.entries(instance.namespace)) {
    if (isComponent(value)) register(value, `${instance.id} export ${name}`);
  }
}

async function apply({ boundaries, outdated }: Search): Promise<void> {
  if (!boundaries.length) return;
  const updates = boundaries.map((it) => ({ type: 'js-update', path: it.id, acceptedPath: it.via, timestamp: Date.now() }));
  notify('vite:beforeUpdate', { type: 'update', updates });
  const old = new Map<string, Instance>();
  for (const id of outdated) {
    const instance = instances.get(id);
    if (!instance) continue;
    await dispose(instance);
    old.set(id, instance);
  }
  for (const instance of old.values()) instance.remove();
  const failed: unknown[] = [];
  for (const via of new Set(boundaries.map((it) => it.via))) {
    try {
      const waits = run(prepareAgain(via));
      if (waits) await waits;
    } catch (error) {
      failed.push(error);
    }
  }
  for (const [id, instance] of old) {
    const now = instances.get(id);
    if (now?.isDone) {
      instance.accepted?.silence();
    } else if (failed.length) {
      // What it said of its updates still holds, so that the next one finds its way.
      now?.remove();
      instance.restore();
    }
  }
  relink(old.keys());
  for (const error of failed) {
    console.error(error);
    page.failed(error);
  }
  const told = new Set<unknown>();
  for (const { id, via } of boundaries) {
    const now = instances.get(via);
    if (!now?.isDone || now === old.get(via)) continue;
    const before = old.get(id);
    if (id === via && before && isUnsaved(id) && acceptsItself(before)) acceptedBefore.add(now);
    if (id === via && before?.isFile) await swap(urlOf(before), urlOf(now));
    else if (id === via) finishOwn(before, now);
    else tell(instances.get(id), via, old, told);
  }
  await settled();
  notify('vite:afterUpdate', { type: 'update', updates });
}

/** Importers that stay see the modules that are new. */
function relink(ids: Iterable<string>) {
  const all = new Set<string>();
  for (const id of ids) for (const importer of importersOf(id)) all.add(importer);
  for (const id of all) instances.get(id)?.bind();
}

function finishOwn(before: Instance | undefined, now: Instance) {
  if (!before) return;
  if (now.isStyle && !sameExports(before, now)) return invalidate(now.id);
  for (const call of before.accepted?.own ?? []) call(now.namespace);
  if (before.accepted?.own === undefined && before.hasComponents) {
    registerExports(now);
    const changed = refreshObstacle(before, now);
    if (changed) invalidate(now.id, changed);
  }
}

function sameExports(before: Instance, now: Instance): boolean {
  const names = Object.keys(now.namespace);
  const text = (it: unknown) => JSON.stringify(it);
  return names.length === Object.keys(before.namespace).length && names.every((name) => text(before.namespace[name]) === text(now.namespace[name]));
}

/** Why importers of a module with components must run anew. */
function refreshObstacle(before: Instance, now: Instance): string | undefined {
  for (const name of Object.keys(before.namespace)) {
    if (!(name in now.namespace)) return `it no longer exports ${name}`;
  }
  for (const [name, value] of Object.entries(now.namespace)) {
    if (!(name in before.namespace)) return `it now exports ${name}`;
    if (!isComponent(value) && before.namespace[name] !== value) return `its export ${name} is no component`;
  }
  return undefined;
}

function tell(importer: Instance | undefined, via: string, old: Map<string, Instance>, told: Set<unknown>) {
  for (const accepting of importer?.accepted?.dependencies ?? []) {
    if (!accepting.dependencies.includes(via) || told.has(accepting)) continue;
    told.add(accepting);
    const fresh = (id: string) => (old.has(id) ? instances.get(id)?.namespaceFor(false) : undefined);
    accepting.call(accepting.isList ? accepting.dependencies.map(fresh) : fresh(via));
  }
}

/** Lets go of a module that nobody refers to any more, and of what only it referred to. */
async function prune(id: string): Promise<void> {
  const instance = instances.get(id);
  if (instance?.isStyle && !isAskedFor(id)) relax(id);
  if (!instance || importersOf(id).length || roots.includes(id)) return;
  notify('vite:beforePrune', { type: 'prune', paths: [id] });
  await dispose(instance);
  for (const call of instance.accepted?.pruners ?? []) call(instance.accepted!.data);
  instance.accepted?.silence();
  instance.remove();
  if (instance.isStyle) dropSheet(id);
  for (const [kind, target, how] of definitions.get(id)?.references ?? []) {
    if (kind !== 4 && !how) await prune(target);
  }
}
