import assert from 'node:assert/strict';
import { resolveObjectURL } from 'node:buffer';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
export default async ({ files, read, js, load, src }) => {
  const all = files().filter((name) => !/image-\w+\.svg$/.test(name));
  assert.deepEqual(all, ['main.js', 'main.js.map'], 'the worker has no file, and no map');
  assert.doesNotMatch(js(), /of a worker that nobody makes/);
  assert.equal(read('main.js').match(/sourceMappingURL/g).length, 1);
  const meta = JSON.parse(readFileSync(join(src, 'meta.json'), 'utf8'));
  assert.deepEqual(Object.keys(meta.outputs).filter((name) => /part/.test(name)), []);
  assert.ok(Object.keys(meta.inputs).includes('text.js'));

  // A page as far as it matters: its workers are modules of this process.
  const answers = [];
  const NodeURL = globalThis.URL;
  globalThis.URL = class extends NodeURL {
    constructor(url, base) {
      super(url, String(base).startsWith('file:') ? 'https://example.com/assets/main.js' : base);
    }
  };
  globalThis.postMessage = (answer) => answers.push(answer);
  const made = [];
  globalThis.Worker = class {
    constructor(url, options) {
      made.push([String(url).slice(0, 5), options]);
      globalThis.location = { href: String(url) };
      globalThis.name = options.name;
      const text = String(url).startsWith('blob:') ? resolveObjectURL(url).text() : fetch(url).then((it) => it.text());
      this.done = text.then((text) => import(`data:text/javascript,${encodeURIComponent(`${text}\n// ${made.length}`)}`));
    }
    addEventListener() {}
  };
  const { Part } = await load();
  for (const options of [undefined, { name: 'a name' }]) await new Part(options).done;
  const { createObjectURL } = NodeURL;
  NodeURL.createObjectURL = undefined;
  await new Part().done;
  NodeURL.createObjectURL = createObjectURL;
  assert.deepEqual(made, [['blob:', { type: 'module', name: undefined }], ['blob:', { type: 'module', name: 'a name' }], ['data:', { type: 'module', name: undefined }]]);
  const [text, url, own, path, later] = answers[0].split(',');
  assert.equal(text, 'from the "worker"');
  assert.match(url, /^\/app\/image-\w+\.svg$/);
  assert.match(own, /^https:\/\/example\.com\/app\/part-\w+\.js$/, 'where it would be as a file');
  assert.equal(path, url);
  assert.equal(later, 'later');
  assert.equal(answers.length, 3);
  assert.equal(answers[1], `${answers[0]}a name`);
  assert.ok(!existsSync(own));
};
