// WebAssembly that is imported as a module, served and built alike.
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Project, assert, cases, html, modules, open } from './support.mjs';

const number = (it) => (it < 128 ? [it] : [(it & 127) | 128, it >> 7]);
const section = (id, ...content) => [id, ...number(content.length), ...content];
const text = (it) => [it.length, ...Buffer.from(it)];
/** `(import "./host.js" "times" (func (param i32) (result i32)))`, and an export of it whose result is `more` larger. */
const wasm = (more, size = 0) =>
  Buffer.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, 1, 0x60, 1, 0x7f, 1, 0x7f),
    ...section(2, 1, ...text('./host.js'), ...text('times'), 0, 0),
    ...section(3, 1, 0),
    ...section(7, 1, ...text('run'), 0, 1),
    ...section(10, 1, 9, 0, 0x20, 0, 0x10, 0, 0x41, more, 0x6a, 0x0b),
    ...section(0, ...text('x'), ...Buffer.alloc(size)),
  ]);
const app = (main) => ({
  'index.html': html('<p id="out"></p>'),
  'src/host.js': 'export const times = (n) => n * 10;\n',
  'src/small.wasm': wasm(1),
  // Too large for a data URL.
  'src/large.wasm': wasm(2, 5000),
  'src/main.js': main,
});
const out = (expression) => `document.querySelector('#out').textContent = ${expression};\n`;
const sum = `import { run } from './small.wasm';\nimport * as large from './large.wasm';\n${out('[run(1), large.run(2), (await import("./large.wasm")).run === large.run].join()')}`;

await cases({
  'instances of a small and of a large file': async ({ chrome, start, preview }) => {
    const { page } = await start(app(sum));
    await page.shows('#out', '11,22,true');
    assert.deepEqual(page.problems, []);
    const project = new Project('wasm-built', app(sum));
    for (const args of [[], ['--base', './'], ['--base', '/app/', '--minify=false']]) {
      project.build(...args);
      const server = await preview(project, ...(args.includes('/app/') ? ['--base', '/app/'] : []));
      const built = await open(chrome, server.url);
      await built.shows('#out', '11,22,true');
      assert.deepEqual(built.problems, []);
    }
  },

  'what changes in the file': async ({ start }) => {
    const { project, page } = await start(app(sum));
    await page.shows('#out', '11,22,true');
    project.save('src/small.wasm', wasm(3));
    await page.shows('#out', '13,22,true');
    project.save('src/host.js', 'export const times = (n) => n * 100;\n');
    await page.shows('#out', '103,202,true');
    project.save('src/small.wasm', wasm(3).subarray(0, -20));
    await page.overlaid('`src/small.wasm` is not a WebAssembly module');
    project.save('src/small.wasm', wasm(4));
    await page.shows('#out', '104,202,true');
  },

  'a change that is accepted': async ({ start }) => {
    const main = `import { run } from './small.wasm';\nconst show = (run) => { ${out('run(1)')} };\nshow(run);\nimport.meta.hot.accept('./small.wasm', (now) => show(now.run));\n`;
    const { project, page } = await start(app(main));
    await page.shows('#out', '11');
    project.save('src/small.wasm', wasm(3));
    await page.shows('#out', '13');
    assert.ok(await page.isKept());
    assert.deepEqual(page.problems, []);
  },

  'a package that wasm-pack made': async ({ chrome, name, serve, preview }) => {
    const main = `import { ColliderDesc, RigidBodyDesc, World } from '@dimforge/rapier2d';\nconst world = new World({ x: 0, y: -10 });\nconst body = world.createRigidBody(RigidBodyDesc.dynamic());\nworld.createCollider(ColliderDesc.ball(1), body);\nworld.step();\n${out('body.translation().y < 0')}`;
    const project = new Project(name.replace(/\W+/g, '-'), app(main));
    symlinkSync(modules, join(project.root, 'node_modules'));
    const { server } = await serve(project);
    project.build();
    for (const { url } of [server, await preview(project)]) {
      const page = await open(chrome, url);
      await page.shows('#out', 'true');
      assert.deepEqual(page.problems, []);
    }
  },

  'what imports itself through WebAssembly': async ({ start }) => {
    const host = `import * as wasm from './small.wasm';\nconst ten = 10;\nexport const times = (n) => n * ten;\nexport const run = (n) => wasm.run(n);\n`;
    const main = `import * as wasm from './small.wasm';\nimport { run } from './host.js';\n${out('run(1) + wasm.run(2)')}`;
    const files = { ...app(main), 'src/host.js': host };
    const { page } = await start(files);
    await page.shows('#out', '32');
    assert.deepEqual(page.problems, []);
  },
});
