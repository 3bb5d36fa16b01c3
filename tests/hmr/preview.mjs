// What `nexxo preview` serves: the output of a build, as a host of static files would.
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { Project, ask, assert, cases, html, open } from './support.mjs';

const app = {
  'index.html': html('<p id="path"></p>'),
  'src/main.js': "document.querySelector('#path').textContent = location.pathname;\nimport('./more.js').then(({ more }) => console.log(more));",
  'src/more.js': "export const more = 'more is there';",
};
const long = 'a line that is there often\n'.repeat(400);
const dist = (name, files, config) =>
  new Project(name, { ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`dist/${path}`, text])), ...(config && { 'nexxo.config.json': JSON.stringify(config) }) });

await cases({
  'a built app runs, wherever its own routes lead': async ({ chrome, preview }) => {
    const project = new Project('preview-app', app);
    project.build();
    const server = await preview(project);
    const page = await open(chrome, server.url);
    await page.shows('#path', '/');
    await page.logged('more is there');
    const deep = await open(chrome, `${server.url}users/1.5`);
    await deep.shows('#path', '/users/1.5');
    assert.deepEqual([...page.problems, ...deep.problems], []);
    const [script] = readdirSync(join(project.root, 'dist/assets')).filter((name) => name.endsWith('.js'));
    const { headers, body } = await ask(server.port, `/assets/${script}`);
    assert.equal(headers['content-type'], 'text/javascript; charset=utf-8');
    assert.equal(body, readFileSync(join(project.root, 'dist/assets', script), 'utf8'));
    project.build('--base', '/app/');
    const below = await preview(project, '--base', '/app');
    assert.ok(below.url.endsWith('/app/'));
    const moved = await open(chrome, `http://localhost:${below.port}/`);
    await moved.shows('#path', '/app/');
    await moved.logged('more is there');
    assert.equal((await ask(below.port, '/other/')).status, 404);
  },

  'pages of an app with several': async ({ preview }) => {
    const files = { 'index.html': 'top', 'about.html': 'about', 'docs/index.html': 'docs', 'x.txt': 'text' };
    const mpa = await preview(dist('preview-mpa', files, { appType: 'mpa' }));
    const page = async (server, path, accept = 'text/html') => {
      const { status, body } = await ask(server.port, path, { accept });
      return status === 200 ? body : status;
    };
    assert.equal(await page(mpa, '/'), 'top');
    assert.equal(await page(mpa, '/about'), 'about');
    assert.equal(await page(mpa, '/about.html?x=1'), 'about');
    assert.equal(await page(mpa, '/docs/'), 'docs');
    assert.equal(await page(mpa, '/docs'), 'docs');
    assert.equal(await page(mpa, '/none'), 404);
    assert.equal(await page(mpa, '/none/'), 404);
    const spa = await preview(dist('preview-spa', files));
    assert.equal(await page(spa, '/about'), 'about');
    assert.equal(await page(spa, '/none/x'), 'top');
    assert.equal(await page(spa, '/none', '*/*'), 'top');
    assert.equal(await page(spa, '/assets/gone.js', '*/*'), 404, 'a script that is gone is no page');
    assert.equal(await page(spa, '/none', 'image/png'), 404);
  },

  'hashes, parts and types': async ({ preview }) => {
    const project = dist('preview-parts', { 'index.html': 'top', 'a.bin': '0123456789', 'b.webmanifest': '{}', 'c.mp4': 'x', 'd.js.map': '{}', 'e.htm': 'e', 'f': 'f', 'empty.txt': '' });
    const server = await preview(project);
    const at = (path, headers, method) => ask(server.port, path, headers, method);
    const { headers, body, status } = await at('/a.bin');
    assert.deepEqual([status, body, headers['accept-ranges'], headers['content-length']], [200, '0123456789', 'bytes', '10']);
    const known = await at('/a.bin', { 'if-none-match': `"x", W/${headers.etag}` });
    assert.deepEqual([known.status, known.body, known.headers.etag], [304, '', headers.etag]);
    const part = async (range, more) => {
      const it = await at('/a.bin', { range, ...more });
      return [it.status, it.body, it.headers['content-range']];
    };
    assert.deepEqual(await part('bytes=2-4'), [206, '234', 'bytes 2-4/10']);
    assert.deepEqual(await part('bytes=7-'), [206, '789', 'bytes 7-9/10']);
    assert.deepEqual(await part('bytes=-2'), [206, '89', 'bytes 8-9/10']);
    assert.deepEqual(await part('bytes=10-'), [416, '', 'bytes */10']);
    assert.deepEqual(await part('bytes=2-4', { 'if-range': headers.etag }), [206, '234', 'bytes 2-4/10']);
    assert.deepEqual(await part('bytes=2-4', { 'if-range': '"old"' }), [200, '0123456789', undefined]);
    const head = await at('/a.bin', {}, 'HEAD');
    assert.deepEqual([head.status, head.body, head.headers['content-length']], [200, '', '10']);
    assert.deepEqual([(await at('/empty.txt')).status, (await at('/empty.txt')).body], [200, '']);
    for (const [path, type] of [['/b.webmanifest', 'application/manifest+json; charset=utf-8'], ['/c.mp4', 'video/mp4'], ['/d.js.map', 'application/json; charset=utf-8'], ['/e.htm', 'text/html; charset=utf-8'], ['/f', 'application/octet-stream']]) {
      assert.equal((await at(path)).headers['content-type'], type, path);
      assert.equal((await at(path)).headers['x-content-type-options'], 'nosniff');
    }
    project.write('dist/a.bin', '98765');
    const changed = await at('/a.bin', { 'if-none-match': headers.etag });
    assert.deepEqual([changed.status, changed.body], [200, '98765']);
    const large = Buffer.alloc(3_000_000, 'large');
    project.write('dist/large.bin', large);
    assert.ok((await at('/large.bin')).bytes.equals(large));
    assert.ok((await at('/large.bin', { range: 'bytes=999999-2000000' })).bytes.equals(large.subarray(999_999, 2_000_001)));
  },

  'what becomes smaller on the way': async ({ preview }) => {
    const project = dist('preview-encodings', { 'index.html': long, 'short.js': 'x', 'image.png': long, 'ahead.js': long, 'ahead.js.br': brotliCompressSync(`br ${long}`), 'ahead.js.gz': gzipSync(`gz ${long}`), 'old.js': long, 'old.js.gz': gzipSync('old') });
    utimesSync(join(project.root, 'dist/old.js.gz'), 1000, 1000);
    const server = await preview(project);
    const at = (path, encoding, more) => ask(server.port, path, { ...(encoding && { 'accept-encoding': encoding }), ...more });
    const undo = { br: brotliDecompressSync, gzip: gunzipSync };
    for (const [asked, made] of [['gzip, deflate, br', 'br'], ['gzip', 'gzip'], ['br;q=0, gzip', 'gzip']]) {
      const { headers, bytes } = await at('/', asked);
      assert.equal(headers['content-encoding'], made);
      assert.equal(undo[made](bytes).toString(), long);
      assert.ok(bytes.length < 500 && headers.vary.includes('accept-encoding'));
      assert.equal((await at('/', asked, { 'if-none-match': headers.etag })).status, 304);
      assert.equal((await at('/', undefined, { 'if-none-match': headers.etag })).status, 200, 'it is another body');
      const ahead = await at('/ahead.js', asked);
      assert.equal(ahead.headers['content-encoding'], made);
      assert.equal(ahead.headers['content-type'], 'text/javascript; charset=utf-8');
      assert.equal(undo[made](ahead.bytes).toString(), `${made.slice(0, 2)} ${long}`);
    }
    for (const [path, asked] of [['/', undefined], ['/', 'identity'], ['/short.js', 'br'], ['/image.png', 'br']]) {
      assert.equal((await at(path, asked)).headers['content-encoding'], undefined, `${path} ${asked}`);
    }
    assert.equal(gunzipSync((await at('/old.js', 'gzip')).bytes).toString(), long, 'what was made of an older file is not sent');
    const part = await at('/ahead.js', 'br', { range: 'bytes=2-5' });
    assert.deepEqual([part.status, part.body, part.headers['content-encoding']], [206, long.slice(2, 6), undefined]);
  },

  'options': async ({ preview }) => {
    const project = dist('preview-options', { 'index.html': 'top' }, { server: { headers: { 'x-of': 'server' }, port: 1 }, preview: { port: 0, headers: { 'x-of': 'preview' } } });
    project.write('out/index.html', 'out');
    const server = await preview(project, '--outdir', join(project.root, 'out'), '--port=0');
    const { body, headers } = await ask(server.port, '/');
    assert.deepEqual([body, headers['x-of']], ['out', 'preview']);
    const next = await preview(project, '--port', server.port);
    assert.equal(Number(next.port), Number(server.port) + 1, 'the next port is taken');
    const { status, stderr } = spawnSync(process.env.NEXXO_BIN, ['preview', project.root, '--port', server.port, '--strict-port'], { encoding: 'utf8' });
    assert.equal(status, 1);
    assert.match(stderr, /cannot listen on port/);
  },

  'a folder that is not there': async () => {
    const project = new Project('preview-none', { 'index.html': html() });
    const { status, stderr } = spawnSync(process.env.NEXXO_BIN, ['preview', project.root], { encoding: 'utf8' });
    assert.equal(status, 1);
    assert.match(stderr, /there is no folder .*dist[\s\S]*nexxo build/);
  },
});
