import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Bundle } from '../../../support/map.mjs';
export default ({ nexxo, outdir }) => {
  for (const mode of ['linked', 'inline', 'external', 'hidden', 'both', 'true', 'false', 'none', '']) {
    const out = `${outdir}-${mode}`;
    const result = nexxo(['build', 'main.js', '--outdir', out, '--no-cache', mode ? `--sourcemap=${mode}` : '--sourcemap']);
    assert.equal(result.status, 0, result.stderr);
    const text = readFileSync(join(out, 'main.js'), 'utf8');
    const files = readdirSync(out).sort();
    assert.deepEqual(files, ['inline', 'none', 'false'].includes(mode) ? ['main.js'] : ['main.js', 'main.js.map'], mode);
    if (['linked', 'true', ''].includes(mode)) assert.match(text, /\n\/\/# sourceMappingURL=main\.js\.map\n$/);
    else if (mode === 'inline' || mode === 'both') assert.match(text, /\n\/\/# sourceMappingURL=data:application\/json;(charset=utf-8;)?base64,/);
    else assert.doesNotMatch(text, /sourceMappingURL/);
    if (mode !== 'none' && mode !== 'false') new Bundle(out, 'main.js').check(/["']MARK_main["']/g, 1);
  }  const out = `${outdir}-shape`;
  const result = nexxo(['build', 'main.js', '--outdir', out, '--no-cache', '--sourcemap', '--sources-content=false', '--source-root=https://example.com/src/']);
  assert.equal(result.status, 0, result.stderr);
  const json = JSON.parse(readFileSync(join(out, 'main.js.map'), 'utf8'));
  assert.equal(json.sourceRoot, 'https://example.com/src/');
  assert.ok(!('sourcesContent' in json));
};
