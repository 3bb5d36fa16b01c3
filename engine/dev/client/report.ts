// What goes wrong in the page and what is logged there, for the server: it knows where the code was written, and has a terminal.

import type { Problem } from './overlay.ts';

export interface Forward {
  /** Whether errors that nobody caught are told in the terminal. */
  errors: boolean;
  /** The methods of `console` whose calls are. */
  levels: string[];
}

/** A text of more characters is cut. */
const LONGEST = 8000;
/** So much is told within a second; a page that says more says it in a loop. */
const PER_SECOND = 50;
/** Objects in objects are shown up to here, and lists up to so many elements. */
const DEPTH = 4;
const ELEMENTS = 50;

export const outlet = { send: (_message: object): void => {}, revision: 0 };

const asked = new Map<number, (problem: Problem) => void>();
const told = new WeakSet<object>();
let failures = 0;
let tells = false;

const messageOf = (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : String(error));
const stackOf = (error: unknown) => (error instanceof Error ? (error.stack ?? '') : '');
const cut = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

let second = 0;
let count = 0;

function isTooMuch(): boolean {
  const now = Math.floor(performance.now() / 1000);
  if (now !== second) [second, count] = [now, 0];
  return ++count > PER_SECOND;
}

/** Tells the server of an error; `then` gets it with the place where it was written. */
export function report(error: unknown, then?: (problem: Problem) => void): Problem {
  const [message, stack] = [messageOf(error), stackOf(error)];
  const n = ++failures;
  if (then) asked.set(n, then);
  const isTold = typeof error === 'object' && error !== null && told.has(error);
  if (typeof error === 'object' && error !== null) told.add(error);
  if (then || (tells && !isTold && !isTooMuch())) {
    outlet.send({ type: 'failed', n, message: cut(message), stack: cut(stack), revision: outlet.revision, tells: tells && !isTold });
  }
  return { message, text: stack || message };
}

/** Takes the server's answer. */
export function reported(n: number, problem: Problem) {
  asked.get(n)?.(problem);
  asked.delete(n);
}

/** From now on tells what is to be told. */
export function forward({ errors, levels }: Forward) {
  if (errors && !tells) {
    tells = true;
    addEventListener('error', ({ error, message }) => error !== undefined && report(error ?? message));
    addEventListener('unhandledrejection', ({ reason }) => report(reason));
  }
  const methods = console as unknown as Record<string, (...given: unknown[]) => void>;
  for (const level of levels) {
    const own = methods[level];
    if (typeof own !== 'function') continue;
    methods[level] = (...given) => {
      own.apply(console, given);
      const text = format(given);
      if (text.startsWith('[nexxo] ') || isTooMuch()) return;
      const stack = given.map(stackOf).find(Boolean) ?? '';
      outlet.send({ type: 'console', level, text: cut(text), stack: cut(stack), revision: outlet.revision });
    };
  }
}

/** What a browser's console would show of the arguments of one call, as text. */
function format([first, ...rest]: unknown[]): string {
  if (typeof first !== 'string') return [first, ...rest].map((it) => show(it)).join(' ');
  const text = first.replace(/%([sdifoOc%])/g, (whole, kind: string) => {
    if (kind === '%') return '%';
    if (!rest.length) return whole;
    const value = rest.shift();
    if (kind === 'c') return '';
    if (kind === 's') return typeof value === 'object' ? show(value) : String(value);
    if (kind === 'd' || kind === 'i') return String(Math.trunc(Number(value)));
    return kind === 'f' ? String(Number(value)) : show(value);
  });
  return [text, ...rest.map((it) => (typeof it === 'string' ? it : show(it)))].join(' ');
}

function show(value: unknown, depth = 0, around: unknown[] = []): string {
  if (typeof value === 'string') return depth ? JSON.stringify(value) : value;
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return `[function ${value.name || 'without a name'}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  if (value instanceof Error) return messageOf(value);
  if (typeof Node === 'function' && value instanceof Node) return value instanceof Element ? `<${value.localName}>` : value.nodeName;
  if (around.includes(value)) return '[circular]';
  if (depth >= DEPTH) return Array.isArray(value) ? '[…]' : '{…}';
  const inner = (it: unknown) => show(it, depth + 1, [...around, value]);
  const list = (all: unknown[], each: (it: any) => string) => {
    const shown = all.slice(0, ELEMENTS).map(each);
    return (all.length > ELEMENTS ? [...shown, '…'] : shown).join(', ');
  };
  try {
    if (Array.isArray(value)) return `[${list(value, inner)}]`;
    if (value instanceof Date) return value.toISOString();
    if (value instanceof Map) return `Map {${list([...value], ([key, it]) => `${inner(key)} => ${inner(it)}`)}}`;
    if (value instanceof Set) return `Set {${list([...value], inner)}}`;
    const name = value.constructor?.name;
    const fields = list(Object.entries(value), ([key, it]) => `${key}: ${inner(it)}`);
    return `${name && name !== 'Object' ? `${name} ` : ''}${fields ? `{ ${fields} }` : '{}'}`;
  } catch {
    // A getter that throws is no reason to say nothing.
    return Object.prototype.toString.call(value);
  }
}
