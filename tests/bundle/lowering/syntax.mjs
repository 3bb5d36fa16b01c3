// Checks that lowered output is what it claims to be: no syntax above its target, by the parser that Node brings
// along, and the same behaviour for every target.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const PARSE = `
  const { parse } = require('internal/deps/acorn/acorn/dist/acorn');
  const [ecmaVersion, sourceType] = process.argv.slice(1);
  try {
    parse(require('fs').readFileSync(0, 'utf8'), { ecmaVersion: ecmaVersion === 'latest' ? ecmaVersion : +ecmaVersion, sourceType });
  } catch (error) {
    if (!error.loc) throw error;
    console.log(error.message);
  }
`;

/** Fails if `code` is no program of that version of the language: `es2015` or `2015`. */
export const assertSyntax = (code, target, sourceType = 'module') => {
  const args = ['--expose-internals', '-e', PARSE, '--', target.replace(/^es(next)?/, (_, next) => (next ? 'latest' : '')), sourceType];
  const { status, stdout, stderr } = spawnSync('node', args, { input: code, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  const line = /\((\d+):\d+\)/.exec(stdout);
  assert.equal(stdout, '', `${target}: ${stdout}${line ? code.split('\n')[line[1] - 1] : ''}`);
};

/** A `_test.mjs`: the runner's own output is for the first target; the others are built and run here. */
export const lowers = (first, ...others) => ({ js, format, minify, nexxo, entries, outdir, outputs, run }) => {
  assertSyntax(js(), first, format === 'cjs' ? 'script' : 'module');
  if (minify) return;
  const printed = run();
  for (const target of others) {
    const folder = join(outdir, target);
    const built = nexxo(['build', ...entries, '--outdir', folder, '--platform', 'node', '--format', format, '--target', target]);
    assert.equal(built.status, 0, `${built.stdout}${built.stderr}`);
    assertSyntax(readFileSync(join(folder, outputs[0]), 'utf8'), target, format === 'cjs' ? 'script' : 'module');
    assert.equal(run(join(target, outputs[0])), printed, target);
  }
};
