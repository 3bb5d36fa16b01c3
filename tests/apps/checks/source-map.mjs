// node source-map.mjs NAME: bundles a package plain, minified and split, runs it, and checks its maps token by token.
import assert from 'node:assert/strict';
import { readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { modules, nexxo, run, workFolder } from './nexxo.mjs';
import { checkTokens } from './tokens.mjs';

const [name] = process.argv.slice(2);
const work = workFolder('source-map', name);
symlinkSync(modules, join(work, 'node_modules'));
const build = (out, ...args) => nexxo(['build', ...args, '--outdir', join(work, out), '--platform', 'node', '--no-cache', '--define', 'process.env.NODE_ENV="production"'], { cwd: work });

/** Every file below a folder of sources, each with all that it exports. */
const all = (folder, extension) => {
  const files = readdirSync(join(modules, folder), { recursive: true }).filter((file) => file.endsWith(extension) && !/\btests?\b/.test(file)).sort();
  const imports = files.map((file, i) => `import * as m${i} from './node_modules/${folder}/${file}';`);
  return `${imports.join('\n')}\nexport const modules = [${files.map((_, i) => `m${i}`)}];\n`;
};

/** A package as minified code; with a map that leads to its sources, or without. */
const minified = (entry, ...flags) => {
  writeFileSync(join(work, 'whole.js'), `export * from '${entry}';\n`);
  build('lib', 'whole.js', '--minify', ...flags);
  return './lib/whole.js';
};

/** Every module of a package as a chunk of its own. */
const chunks = (folder) => {
  const files = readdirSync(join(modules, folder)).filter((file) => file.endsWith('.js')).sort();
  return `export const load = { ${files.map((file) => `'${file}': () => import('${folder}/${file}')`).join(', ')} };`;
};

/** What is bundled, what it prints, and how many identifiers there must be. */
const packages = {
  three: () => [`${all('three/src', '.js')}console.log(modules.length, new Set(modules.flatMap(Object.keys)).has('Vector3'));`, /^\d{3,} true\n$/, 50_000],
  'react-dom': () => [
    `import { createRoot } from 'react-dom/client';\nimport { renderToString } from 'react-dom/server';\nimport { createElement } from 'react';\nconsole.log(typeof createRoot, renderToString(createElement('p', null, 'text')));\nexport { createRoot };\n// React keeps a message channel open.\nglobalThis.process?.exit(0);`,
    /^function <p>text<\/p>\n$/,
    10_000,
  ],
  // TypeScript as it was written.
  'zod/src': () => [`import * as z from './node_modules/zod/src/index.ts';\nexport { z };\nconsole.log(z.object({ a: z.string() }).parse({ a: 'text', b: 1 }));`, /^{ a: 'text' }\n$/, 8_000],
  // TypeScript that passes types on without saying so.
  'rxjs/src': () => [`export * from './node_modules/rxjs/src/index.ts';\nimport { from, map, toArray } from './node_modules/rxjs/src/index.ts';\nfrom([1, 2]).pipe(map((x) => x * 2), toArray()).subscribe(console.log);`, /^\[ 2, 4 \]\n$/, 5_000],
  // JSX as it was written, with a style sheet and images.
  jsx: () => [
    `import App from './node_modules/create-vite/template-react/src/App.jsx';\nimport { createElement } from 'react';\nimport { renderToStaticMarkup } from 'react-dom/server';\nexport { App };\nconsole.log(renderToStaticMarkup(createElement(App)).includes('Count is 0'));`,
    /^true\n$/,
    5_000,
  ],
  // Hundreds of chunks.
  chunks: () => [`${chunks('lodash-es')}\nconsole.log((await load['chunk.js']()).default([1, 2, 3], 2));`, /^\[ \[ 1, 2 \], \[ 3 \] \]\n$/, 5_000],
  // Minified before: what it names is what there is.
  minified: () => [`export * from '${minified('acorn')}';\nimport { parse } from './lib/whole.js';\nconsole.log(parse('1', { ecmaVersion: 6 }).type);`, /^Program\n$/, 5_000],
  // Minified before, with a map: the output's leads to what was there before that.
  twice: () => [`export * from '${minified('./node_modules/rxjs/src/index.ts', '--sourcemap')}';\nimport { of } from './lib/whole.js';\nof(1).subscribe(console.log);`, /^1\n$/, 5_000],
  'lodash-es': () => [`export * from 'lodash-es';\nimport { chunk } from 'lodash-es';\nconsole.log(chunk([1, 2, 3], 2));`, /^\[ \[ 1, 2 \], \[ 3 \] \]\n$/, 5_000],
  // Built from TypeScript and shipped with a map: the output's leads to that.
  'trace-mapping': () => [`export * from '@jridgewell/trace-mapping';\nimport { TraceMap, originalPositionFor } from '@jridgewell/trace-mapping';\nconsole.log(originalPositionFor(new TraceMap({ version: 3, sources: ['a'], names: [], mappings: 'AAAA' }), { line: 1, column: 0 }).source);`, /^a\n$/, 500],
  commander: () => [`import { Command } from 'commander';\nexport * from 'commander';\nconsole.log(new Command('c').option('-d').helpInformation().includes('-d'));`, /^true\n$/, 2_000],
  express: () => [`import express from 'express';\nexport { express };\nconsole.log(typeof express().listen);`, /^function\n$/, 10_000],
  acorn: () => [`import * as acorn from 'acorn';\nexport { acorn };\nconsole.log(acorn.parse('1 + 1', { ecmaVersion: 2020 }).body.length);`, /^1\n$/, 5_000],
  qs: () => [`import qs from 'qs';\nexport { qs };\nconsole.log(qs.stringify(qs.parse('a[b]=c'), { encode: false }));`, /^a\[b\]=c\n$/, 1_000],
};

/** Where the limits below do not fit: the JSON in `mime-db` has keys without mappings, the map that `trace-mapping` ships
 * names variables that its compiler made up, classes of TypeScript assign what they were given, and names that pass
 * between chunks are half of what many small chunks are made of. */
const limits = { mapped: 0.9, unnamed: 0.02, trustNames: false };
const typescript = { mapped: 0.85 };
Object.assign(limits, { express: { mapped: 0.7 }, 'rxjs/src': typescript, twice: typescript, chunks: { mapped: 0.3, unnamed: 0.03 }, 'lodash-es': { unnamed: 0.03 }, 'trace-mapping': { unnamed: 0.06, trustNames: true } }[name]);

const [code, expected, least] = packages[name]();
writeFileSync(join(work, 'entry.js'), `${code}\n`);
writeFileSync(join(work, 'split.js'), `export const later = import('./entry.js');\nexport * from './other.js';\n`);
writeFileSync(join(work, 'other.js'), `export const other = () => import('./entry.js');\n`);

const variants = { plain: ['entry.js'], minified: ['entry.js', '--minify'], split: ['split.js', 'other.js', '--minify'] };
for (const [variant, args] of Object.entries(variants)) {
  const out = join(work, variant);
  build(variant, ...args, '--sourcemap');
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
