import { basename } from 'node:path';

const names = [
  import.meta.url,
  import.meta['url'],
  import.meta?.url,
  import.meta?.['url'],
  import.meta.filename,
  import.meta?.filename,
  import.meta['filename'],
];
console.log(new Set(names.map((name) => basename(name ?? 'none'))).size);

// What the output says in its place means the file's, whatever the source calls its own variables.
function local(require, __filename) {
  var __dirname = 'own';
  return [basename(import.meta.url), typeof import.meta.dirname, require, __filename, __dirname, { require }.require];
}
console.log(local(1, 2).slice(1).join(), local().length, local.length);

export function exported(exports, module) {
  exports.accidental = module;
  return Object.keys(exports).join();
}
console.log(exported({}, 1));

console.log(import.meta.hot === undefined, import.meta?.hot, import.meta['custom']);
