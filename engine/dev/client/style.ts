// Style sheets in the page: elements for each that code imports or the page links, in the order in which that first
// happened. What a sheet imports by `@import` is in the same element, as often as it is imported.

import { ready } from './asset.ts';

/** A rule that leads outside, or a sheet with what goes around it in a text, and as `@import` has it. */
export type SheetImport = string | [id: string, before: string, after: string, condition: string];

interface Sheet {
  text: string;
  imports: SheetImport[];
  layers: string;
}

/** What goes into one element: `@import` rules must come before all others, but for `@layer` statements. */
interface Piece {
  layers: string;
  rules: string;
  text: string;
  /** Where in the text which sheet begins. */
  starts: Start[];
}

type Start = [at: number, id: string];

/** Where the server is asked for source maps. */
export const maps = { base: '/' };

const sheets = new Map<string, Sheet>();
/** The elements of the sheets that are in force by themselves: a list for each link of the page, or for all code. */
const places = new Map<string, HTMLStyleElement[][]>();

/** Notes a sheet, and shows it wherever it is part of what is in force. */
export function setSheet(id: string, sheet: Sheet) {
  sheets.set(id, sheet);
  for (const root of places.keys()) if (contains(root, id, new Set())) show(root);
}

/** The page's links as they were when code first came to a sheet: asking anew for each of thousands takes long. */
let linksAtFirst: HTMLLinkElement[] | undefined;

/** Puts a sheet in force by itself, where it is not: in place of the page's links to it, or after everything else. */
export function enforce(id: string, isLinked: boolean) {
  if (typeof document === 'undefined') return;
  const known = places.get(id) ?? [];
  if (!isLinked && known.some(([first]) => !first!.media)) return;
  places.set(id, known);
  // Code may come to a sheet before the links that stand behind it.
  linksAtFirst ??= allLinks();
  const links = isLinked ? linksTo(id, allLinks()) : linksTo(id, linksAtFirst).filter((link) => !link.media && link.isConnected);
  for (const link of links) {
    const element = makeElement(id, link.media);
    link.before(element);
    known.push([element]);
  }
  if (!isLinked && !known.some(([first]) => !first!.media)) {
    const element = makeElement(id, '');
    document.head.append(element);
    known.push([element]);
  }
  show(id);
  for (const link of links) link.remove();
}

/** Takes a sheet out of force, be it that it is part of others. */
export function relax(id: string) {
  for (const element of places.get(id)?.flat() ?? []) element.remove();
  places.delete(id);
}

export function dropSheet(id: string) {
  relax(id);
  sheets.delete(id);
}

/** The links of a page to a sheet, which hold until the sheet itself is there. */
function linksTo(id: string, links: HTMLLinkElement[]): HTMLLinkElement[] {
  const path = `@nexxo/style/${id}`;
  return links.filter((link) => decodeURIComponent(new URL(link.href).pathname).endsWith(path));
}

const allLinks = () => [...document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')];

function makeElement(id: string, media: string): HTMLStyleElement {
  const element = document.createElement('style');
  element.dataset.nexxo = id;
  if (media) element.media = media;
  return element;
}

function contains(id: string, part: string, seen: Set<string>): boolean {
  if (id === part) return true;
  if (seen.has(id)) return false;
  seen.add(id);
  return sheets.get(id)?.imports.some((it) => typeof it !== 'string' && contains(it[0], part, seen)) ?? false;
}

function show(root: string) {
  const texts = piecesOf(root, []).map((piece) => piece.layers + piece.rules + piece.text + mapOf(piece));
  for (const elements of places.get(root) ?? []) {
    while (elements.length > Math.max(texts.length, 1)) elements.pop()!.remove();
    while (elements.length < texts.length) {
      const last = elements[elements.length - 1]!;
      const next = makeElement(root, last.media);
      last.after(next);
      elements.push(next);
    }
    for (const [i, element] of elements.entries()) put(element, texts[i] ?? '');
  }
}

/** The comment that names the source map of a piece: which sheets it is made of, from which lines and columns on. */
function mapOf({ layers, rules, text, starts }: Piece): string {
  if (!starts.length) return '';
  let [line, column, from] = [0, 0, 0];
  const whole = layers + rules + text;
  const parts = starts.map(([at, id]) => {
    const lines = whole.slice(from, (from = whole.length - text.length + at)).split('\n');
    line += lines.length - 1;
    column = lines[lines.length - 1]!.length + (lines.length > 1 ? 0 : column);
    return `part=${line}:${column}:${encodeURIComponent(id)}`;
  });
  return `\n/*# sourceMappingURL=${maps.base}@nexxo/styles.map?${parts.join('&')} */`;
}

/** The text that an element has, or gets when its images are there. */
const wanted = new WeakMap<HTMLStyleElement, string>();
let waiting: Promise<void>[] = [];

function put(element: HTMLStyleElement, text: string) {
  const before = wanted.get(element) ?? '';
  if (before === text) return;
  wanted.set(element, text);
  const set = () => {
    if (wanted.get(element) === text) element.textContent = text;
  };
  const images = editedFiles(before, text);
  if (images.length) waiting.push(ready(images).then(set));
  else set();
}

/** Waits until all sheets are in force as they are now. */
export async function settled(): Promise<void> {
  await Promise.all(waiting.splice(0));
}

/** The URLs in a text of files that another one names in an older state. */
function editedFiles(before: string, now: string): string[] {
  const versioned = /[^\s"'(),]+\?v=[\w-]{11}/g;
  const known = new Set(before.match(versioned));
  const path = (url: string) => url.slice(0, url.lastIndexOf('?'));
  const paths = new Set([...known].map(path));
  return [...new Set(now.match(versioned))].filter((url) => !known.has(url) && paths.has(path(url)));
}

/** A sheet with all that it imports; `around` are those that it is part of. */
function piecesOf(id: string, around: string[]): Piece[] {
  const sheet = sheets.get(id);
  if (!sheet) return [];
  const out: Piece[] = [{ layers: sheet.layers, rules: '', text: '', starts: [] }];
  const add = ({ layers, rules, text, starts }: Piece) => {
    let last = out[out.length - 1]!;
    if (last.text && rules) out.push((last = { layers: '', rules: '', text: '', starts: [] }));
    if (last.text) last.text += layers;
    else last.layers += layers;
    last.rules += rules;
    last.starts.push(...behind(last.text.length, starts));
    last.text += text;
  };
  const inside = [...around, id];
  for (const it of sheet.imports) {
    if (typeof it === 'string') {
      add({ layers: '', rules: it, text: '', starts: [] });
      continue;
    }
    const [target, before, after, condition] = it;
    if (inside.includes(target)) {
      // A rule that leads in a circle to nothing still declares its layer.
      if (condition.startsWith('layer')) add({ layers: '', rules: '', text: before + after, starts: [] });
      continue;
    }
    for (const piece of piecesOf(target, inside)) {
      if (!before) {
        add(piece);
        continue;
      }
      const head = before + piece.layers;
      add({ layers: '', rules: within(piece.rules, condition), text: head + piece.text + after, starts: behind(head.length, piece.starts) });
    }
  }
  add({ layers: '', rules: '', text: sheet.text, starts: [[0, id]] });
  return out;
}

/** The starts of sheets in a text that stands so far into another. */
const behind = (length: number, starts: Start[]) => starts.map(([at, id]): Start => [length + at, id]);

/** `@import` rules under a condition: a sheet of their own that is imported under it. */
function within(rules: string, condition: string): string {
  return rules && `@import "data:text/css,${encodeURIComponent(rules)}" ${condition};`;
}
