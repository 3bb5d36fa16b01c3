// The browser's side of `nexxo dev`: takes definitions and updates from the server, and tells it what became of them.

import { swapPublic } from './asset.ts';
import { outgoing, notify } from './hot.ts';
import { install } from './refresh.ts';
import { define, definitions, instances, roots, settings, startRoot, type Definition, type Reference } from './registry.ts';
import { hideProblems, isShown, showProblems, type Problem } from './overlay.ts';
import { forward, outlet, report, reported, type Forward } from './report.ts';
import { maps } from './style.ts';
import { invalidate, outlook, page, pending, registerExports, setUnsaved, update } from './update.ts';

interface Start {
  /** The run of the server. */
  run: string;
  revision: number;
  base: string;
  token: string;
  /** What of the page is told in the terminal, if anything is. */
  forward?: Forward;
}

type Message =
  | { type: 'update'; run: string; from: number; to: number; modules: [id: string, code: string][]; unsaved: string[] }
  | { type: 'errors'; problems: Problem[] }
  | { type: 'fine' }
  | { type: 'unsaved'; paths: string[] }
  | { type: 'outlook'; question: number; module: string }
  | { type: 'who' }
  | { type: 'public'; urls: string[]; stamp: number; reason: string }
  | { type: 'reload'; reason: string }
  | { type: 'failure'; n: number; problem: Problem }
  | { type: 'custom'; event: string; data: unknown };

let run = '';
let revision = 0;
let socket: WebSocket | undefined;
let waiting: string[] = [];
let reachedRevision: (() => void)[] = [];
/** One update after the other. */
let queue: Promise<void> = Promise.resolve();

const collect =
  (atRevision: number, into?: Definition[]) =>
  (id: string, bits: number, references: Reference[], body: unknown, hash: string) => {
    const definition = { id, bits, references, body, hash, revision: atRevision };
    if (into) into.push(definition);
    else define(definition);
  };

const log = (text: string) => console.debug(`[nexxo] ${text}`);

/** The end of a page's script file. */
async function start(root: string, how: Start): Promise<void> {
  ({ run, revision } = how);
  settings.base = maps.base = how.base;
  outlet.revision = revision;
  roots.push(root);
  if (how.forward && typeof document !== 'undefined') forward(how.forward);
  if (typeof document !== 'undefined') connect(how.token);
  try {
    await startRoot(root);
    for (const instance of instances.values()) registerExports(instance);
  } catch (error) {
    runtimeError(error);
    throw error;
  }
}

/** The end of the file of an `import()`. */
async function opened(root: string, how: Start): Promise<void> {
  if (how.run === run && how.revision > revision) {
    await new Promise<void>((done) => reachedRevision.push(() => revision >= how.revision && done()));
  }
  if (!roots.includes(root)) roots.push(root);
}

let attempts = 0;

settings.loadLazily = async (id) => {
  const query = new URLSearchParams({ id, tab, n: String(attempts++) });
  for (const root of roots) query.append('held', root);
  const file = (await import(/* @vite-ignore */ `${settings.base}@nexxo/lazy.js?${query}`)) as { ready: Promise<void> };
  await file.ready;
};

const tab = Math.random().toString(36).slice(2) + Date.now().toString(36);

function send(message: object) {
  const text = JSON.stringify(message);
  if (socket?.readyState === WebSocket.OPEN) socket.send(text);
  else waiting.push(text);
}

outgoing.send = send;
outlet.send = send;
outgoing.invalidate = invalidate;

function connect(token: string) {
  const url = new URL(`${settings.base}@nexxo/socket`, location.href.replace(/^http/, 'ws'));
  url.search = new URLSearchParams({ token }).toString();
  const opening = new WebSocket(url);
  let wasOpen = false;
  opening.addEventListener('open', () => {
    wasOpen = true;
    socket = opening;
    opening.send(JSON.stringify({ type: 'hello', tab, run, revision, roots }));
    if (pending.size) opening.send(JSON.stringify({ type: 'pending', modules: [...pending] }));
    for (const text of waiting.splice(0)) opening.send(text);
    notify('vite:ws:connect', { webSocket: opening });
  });
  opening.addEventListener('message', ({ data }) => {
    const message = JSON.parse(data as string) as Message;
    queue = queue.then(() => receive(message)).catch(runtimeError);
  });
  opening.addEventListener('close', () => {
    if (wasOpen) {
      log('the server is gone; waiting for it');
      notify('vite:ws:disconnect', { webSocket: opening });
    }
    socket = undefined;
    void reconnect();
  });
}

/** Waits until the server is there, be it another run of it. */
async function reconnect() {
  for (let delay = 50; ; delay = Math.min(delay * 1.5, 1000)) {
    await new Promise((done) => setTimeout(done, delay));
    try {
      const answer = await fetch(`${settings.base}@nexxo/hello`, { cache: 'no-store' });
      if (!answer.ok) continue;
      const { token } = (await answer.json()) as { token: string };
      return connect(token);
    } catch {
      // Not there yet.
    }
  }
}

async function receive(message: Message): Promise<void> {
  switch (message.type) {
    case 'update':
      hideProblems();
      await patch(message);
      break;
    case 'errors':
      notify('vite:error', { type: 'error', err: message.problems[0] });
      showProblems('This cannot be built', message.problems, openInEditor);
      break;
    case 'fine':
      hideProblems();
      break;
    case 'unsaved':
      setUnsaved(message.paths);
      if (pending.size) await update([], []);
      break;
    case 'outlook':
      send({ type: 'outlook', question: message.question, outlook: outlook(message.module) });
      break;
    case 'who': {
      const held: Record<string, string> = {};
      for (const [id, { hash }] of definitions) held[id] = hash;
      send({ type: 'held', tab, roots, held });
      break;
    }
    case 'public': {
      const swapped = await Promise.all(message.urls.map((url) => swapPublic(url, message.stamp)));
      if (!swapped.every(Boolean)) page.reload(message.reason);
      break;
    }
    case 'reload':
      page.reload(message.reason);
      break;
    case 'failure':
      reported(message.n, message.problem);
      break;
    case 'custom':
      notify(message.event, message.data);
  }
}

async function patch({ run: now, to, modules, unsaved }: Message & { type: 'update' }) {
  setUnsaved(unsaved);
  const fresh: Definition[] = [];
  const d = collect(to, fresh);
  for (const [id, code] of modules) {
    const url = `${settings.base}@nexxo/module/${id.split('/').map(encodeURIComponent).join('/')}`;
    const end = `\n//# sourceURL=${new URL(url, location.origin).href}?${to}\n//# sourceMappingURL=${url}?map=${to}`;
    new Function('d', `'use strict';${code}${end}`)(d);
  }
  const changed: string[] = [];
  const dropped = new Set<string>();
  for (const definition of fresh) {
    const before = definitions.get(definition.id);
    if (!define(definition)) continue;
    changed.push(definition.id);
    for (const [, target] of before?.references ?? []) dropped.add(target);
  }
  for (const { references } of fresh) for (const [, target] of references) dropped.delete(target);
  const started = performance.now();
  await update(changed, [...dropped]);
  [run, revision] = [now, to];
  send({ type: 'ack', revision, took: performance.now() - started });
  for (const reached of reachedRevision.splice(0)) reached();
  log(`updated ${changed.join(', ')}`);
}

page.reload = (reason) => {
  notify('vite:beforeFullReload', { type: 'full-reload' });
  console.warn(`[nexxo] the page reloads: ${reason}`);
  send({ type: 'reloading', reason });
  location.reload();
};

page.failed = runtimeError;

let waits = '';

page.waits = (modules) => {
  const text = modules.join();
  if (text !== waits) send({ type: 'pending', modules });
  waits = text;
};

function runtimeError(error: unknown) {
  const show = (problem: Problem) => showProblems('This went wrong in the page', [problem], openInEditor);
  let shown: HTMLElement | undefined;
  // Whoever hid it, or saw another problem meanwhile, does not want it back.
  const first = report(error, (problem) => isShown(shown) && show(problem));
  shown = show(first);
}

function openInEditor({ file, line, column }: Problem) {
  send({ type: 'open', file, line, column });
}

install();
// Script files find it here, whichever run of the server they are from.
Object.assign(globalThis, { __nexxo__: { definer: collect, start, opened } });
