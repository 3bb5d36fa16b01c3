import { text } from './text.js';
import url from './image.svg?no-inline';
const { later } = await import('./later.js');
postMessage([text, url, import.meta.url, new URL('./image.svg?no-inline', import.meta.url).pathname, later, globalThis.name].join());
