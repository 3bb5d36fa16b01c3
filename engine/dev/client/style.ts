// Style sheets in the page: one element for each, in the order in which they were first asked for.

const elements = new Map<string, HTMLStyleElement>();
const texts = new Map<string, { text: string; rules: string }>();
/** The conditions of a sheet that others import, outermost first, by who imports it. */
const wraps = new Map<string, { importer: string; before: string; after: string }>();

/** The link of a page to a sheet, which holds until the sheet itself is there. */
function linkTo(id: string): HTMLLinkElement | undefined {
  const path = `@nexxo/style/${id}`;
  const links = document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]');
  return [...links].find((link) => decodeURIComponent(new URL(link.href).pathname).endsWith(path));
}

export function applyStyle(id: string, text: string, rules: string) {
  texts.set(id, { text, rules });
  show(id);
}

/** Says that `importer` imports `id` under conditions. The first who says so counts. */
export function wrapStyle(id: string, importer: string, before: string, after: string) {
  const known = wraps.get(id);
  if (known && known.importer !== importer) return;
  if (known?.before === before && known.after === after) return;
  wraps.set(id, { importer, before, after });
  show(id);
}

function show(id: string, around: string[] = []) {
  const sheet = texts.get(id);
  if (!sheet || typeof document === 'undefined') return;
  let { text } = sheet;
  for (let at: string | undefined = id, seen = new Set<string>(); at && !seen.has(at); ) {
    seen.add(at);
    const wrap = wraps.get(at);
    if (wrap) text = wrap.before + text + wrap.after;
    at = wrap?.importer;
  }
  let element = elements.get(id);
  if (!element) {
    element = document.createElement('style');
    element.dataset.nexxo = id;
    const link = linkTo(id);
    if (link) link.before(element);
    else document.head.append(element);
    elements.set(id, element);
    element.textContent = sheet.rules + text;
    link?.remove();
  } else if (element.textContent !== sheet.rules + text) {
    element.textContent = sheet.rules + text;
  }
  // What it imports stands under its conditions too.
  for (const [other, wrap] of wraps) {
    if (wrap.importer === id && !around.includes(other)) show(other, [...around, id]);
  }
}

export function removeStyle(id: string) {
  elements.get(id)?.remove();
  elements.delete(id);
  texts.delete(id);
  wraps.delete(id);
}
