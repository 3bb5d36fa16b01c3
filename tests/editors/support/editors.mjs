// What the tests with real editors share. The editors are in a cache outside of the repository: scripts/setup-editors.sh.
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { problems } from '../../support/protocol.mjs';

/** Where the editors are. */
export const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'nexxo-editors');

// Servers and editors of this process find each other, and nobody else's.
process.env.XDG_RUNTIME_DIR = mkdtempSync(join(tmpdir(), 'nexxo-test-'));

/** The language server that belongs to the command. */
export const lsp = join(dirname(process.env.NEXXO_BIN), 'nexxo-lsp');

/** A language server for a project, which notes what it and its editor say. */
export function recorded(project) {
  const [server, notes] = [`${project.root}.lsp`, `${project.root}.messages`];
  const recorder = fileURLToPath(new URL('recorder.mjs', import.meta.url));
  const quoted = [process.execPath, recorder, lsp, notes].map((it) => `'${it.replaceAll("'", `'\\''`)}'`);
  writeFileSync(notes, '');
  writeFileSync(server, `#!/bin/sh\nexec ${quoted.join(' ')} "$@"\n`);
  chmodSync(server, 0o755);
  return server;
}

/** Whether all that was said to a project's editor is of the protocol. */
export function assertSaidWell(project) {
  const lines = readFileSync(`${project.root}.messages`, 'utf8').trim().split('\n');
  assert.ok(lines.length > 10, 'nothing was noted');
  assert.deepEqual(problems(lines.map((line) => JSON.parse(line)), `${project.root}.types`, 'server'), []);
}

/** The set-up that the documentation gives in a language. */
export function documented(language) {
  const page = readFileSync(new URL('../../../docs/editors.md', import.meta.url), 'utf8');
  return page.split(`\`\`\`${language}\n`)[1].split('```')[0];
}
