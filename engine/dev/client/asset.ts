// Files whose URLs the page shows. A file that changed has another URL, which takes the place of the old one when the file
// is there: the page is never without either.

/** Attributes in which elements name files. */
const ATTRIBUTES = ['src', 'srcset', 'href', 'xlink:href', 'poster', 'data', 'content', 'imagesrcset', 'style'];

/** How long the old file is shown while the new one is on its way, in milliseconds: longer than it takes on one machine. */
const PATIENCE = 1000;

/** A place of the page: an attribute of an element, or the text of one of its own styles. */
interface Place {
  element: Element;
  attribute?: string;
}

/** The places where a URL stands that `pattern` finds. */
function placesOf(pattern: RegExp): Place[] {
  const out: Place[] = [];
  const look = (root: Document | ShadowRoot) => {
    for (const element of root.querySelectorAll('*')) {
      for (const attribute of ATTRIBUTES) {
        if (isIn(element.getAttribute(attribute), pattern)) out.push({ element, attribute });
      }
      if (element instanceof HTMLStyleElement && !element.dataset.nexxo && isIn(element.textContent, pattern)) out.push({ element });
      if (element.shadowRoot) look(element.shadowRoot);
    }
  };
  if (typeof document !== 'undefined') look(document);
  return out;
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Finds a URL that ends there; what it begins with is told from others by the hash in it. */
const versioned = (url: string) => new RegExp(`${escaped(url)}(?![\\w-])`, 'g');

/** Finds the URL of a public file, which has no hash, with what its last change added. */
const plain = (url: string) => new RegExp(`(?<=^|[\\s"'(,]|${escaped(location.origin)})${escaped(url)}(\\?public=\\d+)?(?![\\w.%/?-])`, 'g');

const isIn = (text: string | null, pattern: RegExp) => text !== null && text.search(pattern) >= 0;

/** Whether the page names this URL. */
export const isShown = (url: string) => placesOf(versioned(url)).length > 0;

/** Puts a URL in place of another one, wherever the page names that. */
export async function swap(before: string, now: string): Promise<void> {
  await replace(versioned(before), now);
}

async function replace(pattern: RegExp, now: string, places = placesOf(pattern)) {
  if (!places.length) return;
  await ready([now]);
  for (const { element, attribute } of places) {
    const text = attribute ? element.getAttribute(attribute)! : element.textContent;
    const next = text.replace(pattern, () => now);
    if (!attribute) element.textContent = next;
    else if (element instanceof HTMLLinkElement && element.relList.contains('stylesheet')) await follow(element, next);
    else element.setAttribute(attribute, next);
  }
}

/** Puts a link to a style sheet in place of another one, once it holds. */
async function follow(link: HTMLLinkElement, href: string) {
  const next = link.cloneNode() as HTMLLinkElement;
  next.href = href;
  const loaded = new Promise((done) => (next.onload = next.onerror = done));
  link.after(next);
  await Promise.race([loaded, late()]);
  link.remove();
}

/** The last change of a public file that is being shown: the next one begins with what it leaves. */
let turn: Promise<unknown> = Promise.resolve();

/** A file of the public folder changed. Whether that shows where the page names it, and nowhere else. */
export function swapPublic(url: string, stamp: number): Promise<boolean> {
  const shown = turn.then(() => showPublic(url, stamp));
  turn = shown.catch(() => {});
  return shown;
}

async function showPublic(url: string, stamp: number): Promise<boolean> {
  const pattern = plain(url);
  const places = placesOf(pattern);
  const isFree = ({ element, attribute }: Place) => attribute && !/^(script|iframe|a|area)$/i.test(element.localName);
  const isInSheets = [...document.querySelectorAll('style')].some((it) => isIn(it.textContent, pattern));
  if (!places.length || !places.every(isFree) || isInSheets) return false;
  await replace(pattern, `${url}?public=${stamp}`, places);
  return true;
}

const late = () => new Promise((done) => setTimeout(done, PATIENCE));

/** Waits until files are there, be it in vain. */
export async function ready(urls: string[]): Promise<void> {
  const loaded = (url: string) => {
    const image = new Image();
    image.src = url;
    return image.decode().catch(() => {});
  };
  await Promise.race([Promise.all(urls.map(loaded)), late()]);
}
