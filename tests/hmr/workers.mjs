// Workers whose script stands in the code that makes them, built and served: what they do is the same.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Project, assert, cases, html, open, until } from './support.mjs';

const worker = `
import { double } from './double.ts';
import text from './text.txt?raw';
import { add } from './add.wasm';
const url = new URL('./large.txt', import.meta.url);
const large = await (await fetch(url)).text();
onmessage = async ({ data }) => {
  const { later } = await import('./later.js');
  postMessage([double(data), text, add(2, 3), large.length, later, name, location.protocol, location.href].join());
};
postMessage('ready');
`;
const main = `
import Inline from './worker.js?worker&inline';
globalThis.made = 0;
globalThis.ask = (options) => new Promise((done) => {
  const worker = new Inline(options);
  worker.onmessage = ({ data }) => (data === 'ready' ? worker.postMessage(21) : done(data));
  worker.onerror = (event) => done('error ' + event.message);
  made += worker instanceof Worker;
});
ask({ name: 'one' }).then((answer) => { document.querySelector('#out').textContent = answer; });
`;
const app = {
  'index.html': html('<p id="out"></p>'),
  'src/main.js': main,
  'src/worker.js': worker,
  'src/double.ts': 'export const double = (n: number): number => n * 2;\n',
  'src/later.js': "export const later = 'later \\u2028 </script>';\n",
  'src/text.txt': 'a "text"\\',
  'src/large.txt': 'large '.repeat(1000),
  'src/add.wasm': Buffer.from('0061736d0100000001070160027f7f017f030201000707010361646400000a09010700200020016a0b', 'hex'),
};
const answer = ['42', 'a "text"\\', '5', '6000', 'later \u2028 </script>', 'one'].join();
const scripts = (project) => readdirSync(join(project.root, 'dist/assets')).filter((name) => name.endsWith('.js'));

await cases({
  'a worker with all that it needs': async ({ chrome, start, preview }) => {
    const { page } = await start(app);
    const starts = async (page, start) => until(async () => (await page.evaluate(() => document.querySelector('#out').textContent)).startsWith(start), () => page.problems.join('\n'));
    await starts(page, `${answer},http:,`);
    assert.deepEqual(page.problems, []);
    for (const args of [[], ['--minify=deep', '--sourcemap'], ['--minify=false'], ['--base', './', '--entry-names', 'deep/er/[name]'], ['--base', '/app/']]) {
      const project = new Project('worker-built', app);
      project.build(...args);
      const server = await preview(project, ...(args.includes('/app/') ? ['--base', '/app/'] : []));
      const built = await open(chrome, server.url);
      await starts(built, `${answer},blob:,`);
      assert.deepEqual(built.problems, []);
      const gone = await built.evaluate(async () => {
        const [url] = document.querySelector('#out').textContent.match(/blob:http.*/);
        return await fetch(url).then(() => 'there', () => 'gone');
      });
      assert.equal(gone, 'gone', 'the URL is given back');
      assert.equal(await built.evaluate(() => made), 1);
      if (!args.includes('./')) assert.equal(scripts(project).length, 1, 'the worker has no file');
    }
  },

  'a page that has no Blobs, or forbids them': async ({ chrome, preview }) => {
    const project = new Project('worker-data', { ...app, 'src/worker.js': "import { double } from './double.ts';\nonmessage = ({ data }) => postMessage([double(data), location.protocol, name].join());\npostMessage('ready');\n" });
    project.build();
    const server = await preview(project);
    const page = await open(chrome, server.url);
    await page.shows('#out', '42,blob:,one');
    assert.equal(await page.evaluate(() => ((URL.createObjectURL = undefined), ask({ name: 'two' }))), '42,data:,two');
    assert.equal(await page.evaluate(() => ask()), '42,data:,');
    assert.deepEqual(page.problems, []);
  },

  'a shared worker is one for all of a page': async ({ chrome, preview, start }) => {
    const main = `
import Shared from './shared.js?sharedworker&inline';
const ask = (name) => new Promise((done, fail) => {
  const worker = new Shared({ name });
  worker.onerror = fail;
  worker.port.onmessage = ({ data }) => done(data);
});
${['a', 'a', 'b'].map((name, i) => `const it${i} = await ask('${name}');`).join('\n')}
document.querySelector('#out').textContent = [it0, it1, it2].join();
`;
    const shared = "import { double } from './double.ts';\nlet users = 0;\nonconnect = ({ ports: [port] }) => port.postMessage(name + double(++users));\n";
    const files = { ...app, 'src/main.js': main, 'src/shared.js': shared };
    const project = new Project('worker-shared', files);
    project.build();
    const server = await preview(project);
    const built = await open(chrome, server.url);
    await built.shows('#out', 'a2,a4,b2');
    const { page } = await start(files);
    await page.shows('#out', 'a2,a4,b2');
    assert.deepEqual([...built.problems, ...page.problems], []);
    assert.equal(scripts(project).length, 1);
  },

  'workers in workers, and one of a file that is a worker of its own too': async ({ chrome, preview, start }) => {
    const files = {
      ...app,
      'src/main.js': "import Outer from './outer.js?worker&inline';\nimport Inner from './inner.js?worker';\nconst answers = [];\nfor (const Class of [Outer, Inner]) new Class().onmessage = ({ data }) => { answers.push(data); document.querySelector('#out').textContent = answers.sort().join(); };\n",
      'src/outer.js': "import Inner from './inner.js?worker&inline';\nimport File from './inner.js?worker';\nconst answers = [];\nfor (const Class of [Inner, File]) new Class().onmessage = ({ data }) => { if (answers.push(data) === 2) postMessage('outer ' + answers.sort()); };\n",
      'src/inner.js': "fetch(new URL('./large.txt', import.meta.url)).then(async (it) => postMessage('inner ' + (await it.text()).length));\n",
    };
    const { page } = await start(files);
    await page.shows('#out', 'inner 6000,outer inner 6000,inner 6000');
    const project = new Project('worker-nested', files);
    for (const args of [[], ['--base', './']]) {
      project.build(...args);
      const server = await preview(project);
      const built = await open(chrome, server.url);
      await built.shows('#out', 'inner 6000,outer inner 6000,inner 6000');
      assert.deepEqual(built.problems, []);
      assert.equal(scripts(project).length, 2, 'the inner one alone has a file');
    }
  },

  'a worker whose change is accepted begins anew': async ({ start }) => {
    const main = `import Inline from './worker.js?worker&inline';\nlet worker;\nconst begin = (Class) => { worker?.terminate(); worker = new Class(); worker.onmessage = ({ data }) => { document.querySelector('#out').textContent = data; }; };\nbegin(Inline);\nimport.meta.hot.accept('./worker.js?worker&inline', (now) => begin(now.default));\n`;
    const { project, page } = await start({ ...app, 'src/main.js': main, 'src/worker.js': "import { double } from './double.ts';\npostMessage(double(1));\n" });
    await page.shows('#out', '2');
    project.save('src/double.ts', 'export const double = (n: number) => n * 4;\n');
    await page.shows('#out', '4');
    assert.ok(await page.isKept());
    assert.deepEqual(page.problems, []);
  },
});
