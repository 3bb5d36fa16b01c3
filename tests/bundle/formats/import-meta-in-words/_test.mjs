import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

// Node looks for `exports.name = …` in the text of a CommonJS module.
export default async ({ format, outdir, outputs }) => {
  const seen = await import(pathToFileURL(join(outdir, outputs[0])));
  assert.deepEqual(Object.keys(seen).filter((name) => name !== 'default' && name !== 'module.exports' && name !== '__esModule'), format === 'iife' ? [] : ['exported']);
};
