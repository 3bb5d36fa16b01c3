import { lib } from './lib.mjs';
if (import.meta.hot) {
  import.meta.hot.accept('./not-there.mjs');
  console.log('gone');
}
console.log(typeof import.meta.dirname, import.meta.filename.startsWith(import.meta.dirname), import.meta.url.startsWith('file:'));
console.log(import.meta.resolve('node:fs'), import.meta.hot?.data, typeof import.meta, lib);
