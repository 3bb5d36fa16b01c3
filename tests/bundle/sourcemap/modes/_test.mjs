import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Bundle } from '../../../support/map.mjs';
export default ({ nexxo, outdir }) => {
  for (const mode of ['linked', 'inline', 'external', 'hidden', 'none', '']) {
    const out = `${outdir}-${mode}`;
    const result = nexxo(['build', 'main.js', '--outdir', out, '--no-cache', mode ? `--sourcemap=${mode}` : '--sourcemap']);
    assert.equal(result.status, 0, result.stderr);
    const text = readFileSync(join(out, 'main.js'), 'utf8');
    const files = readdirSync(out).sort();
    assert.deepEqual(files, mode === 'inline' || mode === 'none' ? ['main.js'] : ['main.js', 'main.js.map'], mode);
    if (mode === 'linked' || mode === '') assert.match(text, /\n\/\/# sourceMappingURL=main\.js\.map\n$/);
    else if (mode === 'inline') assert.match(text, /\n\/\/# sourceMappingURL=data:application\/json;(charset=utf-8;)?base64,/);
    else assert.doesNotMatch(text, /sourceMappingURL/);
    if (mode !== 'none') new Bundle(out, 'main.js').check(/["']MARK_main["']/g, 1);
  }
};
