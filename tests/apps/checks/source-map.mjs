// node source-map.mjs NAME: bundles a package plain, minified and split, runs it, and checks its maps token by token.
import assert from 'node:assert/strict';
import { readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { modules, nexxo, run, workFolder } from './nexxo.mjs';
import { checkTokens } from './tokens.mjs';

const [name] = process.argv.slice(2);
const work = workFolder('source-map', name);
symlinkSync(modules, join(work, 'node_modules'));

/** Every file below a folder of sources, each with all that it exports. */
const all = (folder, extension) => {
  const files = readdirSync(join(modules, folder), { recursive: true }).filter((file) => file.endsWith(extension) && !/\btests?\b/.test(file)).sort();
  const imports = files.map((file, i) => `import * as m${i} from './node_modules/${folder}/${file}';`);
  return `${imports.join('\n')}\nexport const modules = [${files.map((_, i) => `m${i}`)}];\n`;
};

/** What is bundled, what it prints, and how many identifiers there must be. */
const packages = {
  three: [`${all('three/src', '.js')}console.log(modules.length, new Set(modules.flatMap(Object.keys)).has('Vector3'));`, /^\d{3,} true\n$/, 50_000],
  'react-dom': [
    `import { createRoot } from 'react-dom/client';\nimport { renderToString } from 'react-dom/server';\nimport { createElement } from 'react';\nconsole.log(typeof createRoot, renderToString(createElement('p', null, 'text')));\nexport { createRoot };\n// React keeps a message channel open.\nglobalThis.process?.exit(0);`,
    /^function <p>text<\/p>\n$/,
    10_000,
  ],
  // TypeScript as it was written.
  'zod/src': [`import * as z from './node_modules/zod/src/index.ts';\nexport { z };\nconsole.log(z.object({ a: z.string() }).parse({ a: 'text', b: 1 }));`, /^{ a: 'text' }\n$/, 8_000],
  'lodash-es': [`export * from 'lodash-es';\nimport { chunk } from 'lodash-es';\nconsole.log(chunk([1, 2, 3], 2));`, /^\[ \[ 1, 2 \], \[ 3 \] \]\n$/, 5_000],
  // Built from TypeScript and shipped with a map: the output's leads to that.
  'trace-mapping': [`export * from '@jridgewell/trace-mapping';\nimport { TraceMap, originalPositionFor } from '@jridgewell/trace-mapping';\nconsole.log(originalPositionFor(new TraceMap({ version: 3, sources: ['a'], names: [], mappings: 'AAAA' }), { line: 1, column: 0 }).source);`, /^a\n$/, 500],
  commander: [`import { Command } from 'commander';\nexport * from 'commander';\nconsole.log(new Command('c').option('-d').helpInformation().includes('-d'));`, /^true\n$/, 2_000],
  express: [`import express from 'express';\nexport { express };\nconsole.log(typeof express().listen);`, /^function\n$/, 10_000],
  acorn: [`import * as acorn from 'acorn';\nexport { acorn };\nconsole.log(acorn.parse('1 + 1', { ecmaVersion: 2020 }).body.length);`, /^1\n$/, 5_000],
  chalk: [`import chalk from 'chalk';\nexport { chalk };\nconsole.log(chalk.level >= 0);`, /^true\n$/, 300],
  qs: [`import qs from 'qs';\nexport { qs };\nconsole.log(qs.stringify(qs.parse('a[b]=c'), { encode: false }));`, /^a\[b\]=c\n$/, 1_000],
};

/** Where the limits below do not fit: the JSON in `mime-db` has keys without mappings, and the map that `trace-mapping`
 * ships names variables that its compiler made up. */
const limits = { mapped: 0.9, unnamed: 0.02, trustNames: false };
Object.assign(limits, { express: { mapped: 0.7 }, 'lodash-es': { unnamed: 0.03 }, 'trace-mapping': { unnamed: 0.06, trustNames: true } }[name]);

const [code, expected, least] = packages[name];
writeFileSync(join(work, 'entry.js'), `${code}\n`);
writeFileSync(join(work, 'split.js'), `export const later = import('./entry.js');\nexport * from './other.js';\n`);
writeFileSync(join(work, 'other.js'), `export const other = () => import('./entry.js');\n`);

const variants = { plain: ['entry.js'], minified: ['entry.js', '--minify'], split: ['split.js', 'other.js', '--minify'] };
for (const [variant, args] of Object.entries(variants)) {
  const out = join(work, variant);
  nexxo(['build', ...args, '--outdir', out, '--platform', 'node', '--sourcemap', '--no-cache', '--define', 'process.env.NODE_ENV="production"'], { cwd: work });
  writeFileSync(join(out, 'package.json'), '{ "type": "module" }');
  assert.match(run('node', [join(out, args[0])], { cwd: work }), expected, variant);
  const total = { identifiers: 0, mapped: 0, unnamed: 0 };
  for (const file of readdirSync(out).filter((file) => file.endsWith('.js'))) {
    const counted = checkTokens(join(out, file), limits);
    for (const key in total) total[key] += counted[key];
  }
  const shown = `${variant}: ${JSON.stringify(total)}`;
  assert.ok(total.identifiers > least, `there is much to look at: ${shown}`);
  assert.ok(total.mapped > total.identifiers * limits.mapped, `identifiers with a mapping of their own: ${shown}`);
  assert.ok(total.unnamed < total.mapped * limits.unnamed, `renamed identifiers without their name: ${shown}`);
}
