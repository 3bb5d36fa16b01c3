// node source-map.mjs three|react-dom: bundles it minified, runs it, and checks its map token by token.
import assert from 'node:assert/strict';
import { readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { modules, nexxo, run, workFolder } from './nexxo.mjs';
import { checkTokens } from './tokens.mjs';

const [name] = process.argv.slice(2);
const work = workFolder('source-map', name);
symlinkSync(modules, join(work, 'node_modules'));

const entries = {
  // Every file of three/src, each with all that it exports.
  three() {
    const src = join(modules, 'three', 'src');
    const files = readdirSync(src, { recursive: true }).filter((file) => file.endsWith('.js')).sort();
    const imports = files.map((file, i) => `import * as m${i} from './node_modules/three/src/${file}';`);
    return `${imports.join('\n')}\nexport const modules = [${files.map((_, i) => `m${i}`)}];\nconsole.log(modules.length, new Set(modules.flatMap(Object.keys)).has('Vector3'));\n`;
  },
  'react-dom': () => `import { createRoot } from 'react-dom/client';\nimport { renderToString } from 'react-dom/server';\nimport { createElement } from 'react';\nconsole.log(typeof createRoot, renderToString(createElement('p', null, 'text')));\nexport { createRoot };\n// React keeps a message channel open.\nglobalThis.process?.exit(0);\n`,
};
const expected = { three: /^\d{3,} true\n$/, 'react-dom': /^function <p>text<\/p>\n$/ };
const least = { three: 50_000, 'react-dom': 10_000 };

writeFileSync(join(work, 'entry.js'), entries[name]());
nexxo(['build', 'entry.js', '--outdir', 'out', '--minify', '--sourcemap', '--no-cache', '--define', 'process.env.NODE_ENV="production"'], { cwd: work });
writeFileSync(join(work, 'out', 'package.json'), '{ "type": "module" }');
assert.match(run('node', [join(work, 'out', 'entry.js')], { cwd: work }), expected[name]);

const counted = checkTokens(join(work, 'out', 'entry.js'));
assert.ok(counted.identifiers > least[name], 'there is much to look at');
assert.ok(counted.mapped > counted.identifiers * 0.9, `identifiers with a mapping of their own: ${JSON.stringify(counted)}`);
assert.ok(counted.unnamed < counted.mapped * 0.02, `renamed identifiers without their name: ${JSON.stringify(counted)}`);
