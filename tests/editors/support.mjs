// What the tests with real editors share. The editors are in a cache outside of the repository: scripts/setup-editors.sh.
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the editors are. */
export const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'nexxo-editors');

// Servers and editors of this process find each other, and nobody else's.
process.env.XDG_RUNTIME_DIR = mkdtempSync(join(tmpdir(), 'nexxo-test-'));

/** A language server for a project, and the file in which it is noted what it and its editor say. */
export function recorded(project) {
  const [server, notes] = [`${project.root}.lsp`, `${project.root}.messages`];
  const recorder = fileURLToPath(new URL('recorder.mjs', import.meta.url));
  const lsp = join(dirname(process.env.NEXXO_BIN), 'nexxo-lsp');
  const quoted = [process.execPath, recorder, lsp, notes].map((it) => `'${it.replaceAll("'", `'\\''`)}'`);
  writeFileSync(notes, '');
  writeFileSync(server, `#!/bin/sh\nexec ${quoted.join(' ')} "$@"\n`);
  chmodSync(server, 0o755);
  return { server, notes };
}
