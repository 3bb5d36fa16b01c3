// Requests that want what is not theirs: each is refused, and none does harm.
import { symlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Project, ask, assert, cases, html } from './support.mjs';

const SECRET = 'the-secret';
const project = new Project('security-outside', { 'secret.txt': SECRET, 'app/index.html': html(), 'app/src/main.js': "import './used.svg';\nconsole.log(import.meta.env.VITE_SHOWN);", 'app/src/used.svg': '<svg/>', 'app/src/other.js': `// ${SECRET}`, 'app/.env': `VITE_SHOWN=shown\nTOKEN=${SECRET}`, 'app/.env.local': `A=${SECRET}`, 'app/.git/config': SECRET, 'app/server.key': SECRET, 'app/cert.pem': SECRET, 'app/node_modules/pkg/index.js': `// ${SECRET}`, 'app/node_modules/pkg/page.html': SECRET, 'app/.hidden/page.html': SECRET, 'app/public/ok.txt': 'fine', 'app/public/.env': SECRET, 'app/public/deep/id.key': SECRET, 'outside.html': SECRET });
symlinkSync(join(project.root, 'secret.txt'), join(project.root, 'app/public/link.txt'));
symlinkSync(project.root, join(project.root, 'app/public/up'));
symlinkSync(join(project.root, 'outside.html'), join(project.root, 'app/linked.html'));

/** The first line of what the server says to these bytes. */
const raw = (port, text) =>
  new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    let all = '';
    socket.on('data', (data) => {
      all += data;
      socket.destroy();
    });
    socket.on('error', () => {});
    socket.on('close', () => done(all));
    socket.setTimeout(5000, () => socket.destroy());
  });

const PATHS = [
  '/../secret.txt', '/..%2fsecret.txt', '/%2e%2e/secret.txt', '/%2E%2E%2Fsecret.txt', '/..%5csecret.txt', '/.%2e/secret.txt',
  '/src/../../secret.txt', '/src/%2e%2e/%2e%2e/secret.txt', '/%252e%252e/secret.txt', '/%c0%ae%c0%ae/secret.txt', '/..\\secret.txt',
  '/....//secret.txt', '/..;/secret.txt', '//secret.txt', '/./../secret.txt', '/%00', '/secret.txt%00.svg', '/src/used.svg%00.txt',
  '/.env', '/.env.local', '/%2eenv', '/.env?raw', '/.env?url', '/.env.', '/.ENV', '/.git/config', '/.git%2fconfig', '/.%67it/config',
  '/server.key', '/cert.pem', '/CERT.PEM', '/node_modules/pkg/index.js', '/node_modules/pkg/page.html', '/.hidden/page.html', '/linked.html',
  '/linked', '/src/other.js', '/src/other.js?raw', '/src/main.js?raw', '/public/ok.txt', '/public/.env', '/deep/id.key', '/link.txt', '/up/secret.txt',
  '/up/app/.env', '/@fs/etc/passwd', `/@fs${join(project.root, 'secret.txt')}`, '/@nexxo/above/up/secret.txt', '/@nexxo/module/../../secret.txt',
  '/@nexxo/module/..%2f..%2fsecret.txt', '/@nexxo/module/src/other.js', '/@nexxo/style/src/other.js', '/@nexxo/page/../secret.txt.js',
  '/@nexxo/page/..%2foutside.html.js', '/@nexxo/page/src/other.js.js', '/@nexxo/page/.env.js', '/@nexxo/page/linked.html.js',
  '/@nexxo/lazy.js?id=src/other.js', '/@nexxo/lazy.js?id=../secret.txt', '/@nexxo/lazy.js?id=.env', '/@nexxo/lazy.js', '/@nexxo/lazy.js.map?id=../secret.txt',
  '/@nexxo/nothing', '/C:/secret.txt', '/file:///etc/passwd', '/etc/passwd', '/%2fetc%2fpasswd',
];

/** What only previews have: what lies beside the output, and what is made ahead of it. */
const BUILT_PATHS = [
  '/../index.html', '/../src/main.js', '/../.env', '/%2e%2e/.env', '/..%2fserver.key', '/../node_modules/pkg/index.js', '/.env.br', '/.env.gz', '/server.key.gz',
  '/link.txt.gz', '/linked.txt', '/ok.txt/../../.env', '/ok.txt/', '/ok.txt/..', '/assets/..%2f..%2f.env', '/.vite/manifest.json', '/up/dist/.env', '/%2e', '/%2e/', '/~', '/:', '/ok.txt::$DATA', '/OK.TXT%20', '/ok.txt.', '/dist/ok.txt', '/package.json', '/nexxo.config.json',
];

/** Asks for all paths in several ways; gives their number. */
async function refusesAll(server, paths, page) {
  let count = 0;
  for (const path of paths) {
    for (const accept of ['*/*', 'text/html', 'image/png']) {
      const { status, body } = await ask(server.port, path, { accept, 'accept-encoding': 'br, gzip' });
      assert.ok(!body.includes(SECRET) && !body.includes('root:'), `${path} (${accept}) gives what is secret: ${status} ${body.slice(0, 200)}`);
      assert.ok(status === 200 ? body.includes(page) : [400, 403, 404].includes(status), `${path} (${accept}) is answered with ${status} ${body.slice(0, 100)}`);
      count += 1;
    }
  }
  return count;
}

await cases({
  'paths that lead elsewhere': async ({ serve }) => {
    const { server } = await serve(Object.assign(Object.create(Project.prototype), { root: join(project.root, 'app') }));
    assert.ok(PATHS.length >= 60);
    assert.equal(await refusesAll(server, PATHS, '<title>test</title>'), PATHS.length * 3);
    assert.equal((await ask(server.port, '/ok.txt')).body, 'fine');
    assert.equal((await ask(server.port, '/src/used.svg')).status, 200);
    const script = (await ask(server.port, '/@nexxo/page/index.html.js')).body;
    assert.ok(script.includes('shown') && !script.includes(SECRET));
    assert.ok(!server.log.includes('panic'), server.log);
  },

  'paths that lead out of what was built': async ({ preview }) => {
    const app = Object.assign(Object.create(Project.prototype), { root: join(project.root, 'app') });
    const files = { 'index.html': html(), 'ok.txt': 'fine', '.env': SECRET, '.env.br': SECRET, '.env.gz': SECRET, 'server.key': SECRET, 'server.key.gz': SECRET, '.vite/manifest.json': SECRET, '.git/config': SECRET, 'deep/id.key': SECRET, 'cert.pem': SECRET, '.hidden/page.html': SECRET };
    for (const [path, text] of Object.entries(files)) app.write(`dist/${path}`, text);
    symlinkSync(join(project.root, 'secret.txt'), join(app.root, 'dist/linked.txt'));
    symlinkSync(join(project.root, 'secret.txt'), join(app.root, 'dist/link.txt'));
    symlinkSync(join(project.root, 'secret.txt'), join(app.root, 'dist/ok.txt.gz'));
    symlinkSync(join(app.root, '.env'), join(app.root, 'dist/link.txt.gz'));
    symlinkSync(project.root, join(app.root, 'dist/up'));
    symlinkSync(join(project.root, 'outside.html'), join(app.root, 'dist/linked.html'));
    const server = await preview(app);
    // What the dev server has of its own is not there; any page is the app's.
    await refusesAll(server, [...PATHS, ...BUILT_PATHS], '<title>test</title>');
    const { body, headers } = await ask(server.port, '/ok.txt', { 'accept-encoding': 'gzip' });
    assert.deepEqual([body, headers['content-encoding']], ['fine', undefined], 'what a link leads to elsewhere is nothing made ahead');
    for (const host of ['evil.com', 'localhost.evil.com']) assert.ok([400, 403].includes((await ask(server.port, '/', { host })).status), host);
    assert.equal((await ask(server.port, '/ok.txt', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' })).status, 403);
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE']) assert.equal((await ask(server.port, '/ok.txt', {}, method)).status, 405, method);
    for (const range of ['bytes=0-99999999999999999999', 'bytes=99999999999999999999-', 'bytes=-99999999999999999999', 'bytes=18446744073709551615-18446744073709551615', `bytes=${'0-1,'.repeat(5000)}0-1`]) {
      const { status, body: part } = await ask(server.port, '/ok.txt', { range: range.slice(0, 8000) });
      assert.ok([200, 206, 416].includes(status) && part.length <= 4, `${range.slice(0, 50)} ${status}`);
    }
    assert.ok(!server.log.includes('panic'), server.log);
    app.remove('dist/index.html');
  },

  'names that are not this machine': async ({ serve }) => {
    const { server } = await serve({ 'index.html': html() }, '--allowed-hosts', 'app.test,.example.com');
    const status = async (host) => (await ask(server.port, '/', { host })).status;
    for (const host of ['evil.com', `evil.com:${server.port}`, 'localhost.evil.com', '127.0.0.1.evil.com', 'evil.com#localhost', 'localhost@evil.com', 'app.test.evil.com', 'evilexample.com']) {
      assert.ok([400, 403].includes(await status(host)), host);
    }
    for (const host of ['localhost', `localhost:${server.port}`, 'a.localhost', '127.0.0.1', '[::1]:80', 'app.test', 'a.example.com']) {
      assert.equal(await status(host), 200, host);
    }
    for (const text of ['GET / HTTP/1.1\r\n\r\n', `GET / HTTP/1.1\r\nHost: localhost\r\n${'x: y\r\n'.repeat(500)}\r\n`, `GET /${'a'.repeat(900000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`, 'GET / HTTP/1.1\r\nHost: localhost\r\nHost : evil.com\r\n\r\n', 'GET /\x00 HTTP/1.1\r\nHost: localhost\r\n\r\n', 'GET / HTTP/1.1\r\nHost: local\x80host\r\n\r\n', 'GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.com\r\n\r\n', 'GET / HTTP/1.0\r\n\r\n', 'NONSENSE\r\n\r\n', 'GET http://evil.com/ HTTP/1.1\r\nHost: evil.com\r\n\r\n']) {
      assert.match(await raw(server.port, text), /^(HTTP\/1\.[01] (400|403|414|431)|$)/, text);
    }
  },

  'other sites': async ({ serve }) => {
    const { server } = await serve({ 'index.html': html() });
    const from = (headers, path = '/@nexxo/client.js', method) => ask(server.port, path, headers, method);
    for (const mode of ['no-cors', 'cors', 'websocket']) {
      assert.equal((await from({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': mode })).status, 403, mode);
    }
    assert.equal((await from({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }, '/')).status, 200);
    const { headers } = await from({ origin: 'http://evil.com' });
    assert.equal(headers['access-control-allow-origin'], undefined);
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE']) assert.equal((await from({}, '/', method)).status, 405, method);
  },

  'sockets without the token or of another origin': async ({ serve }) => {
    const { server } = await serve({ 'index.html': html() });
    const { token } = await (await fetch(`${server.url}@nexxo/hello`)).json();
    const upgrade = (path, origin, host = `localhost:${server.port}`) =>
      raw(server.port, `GET ${path} HTTP/1.1\r\nHost: ${host}\r\n${origin ? `Origin: ${origin}\r\n` : ''}Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`);
    const own = `http://localhost:${server.port}`;
    const at = (it) => `/@nexxo/socket?token=${it}`;
    assert.match(await upgrade(at(token), own), /^HTTP\/1\.1 101/);
    for (const [path, origin, host] of [['/@nexxo/socket', own], [at(''), own], [at('x'), own], [at(token.slice(1)), own], [at(`${token}x`), own], [at(token), 'http://evil.com'], [at(token), 'null'], [at(token), undefined], [at(token), 'http://localhost:1'], [at(token), 'http://evil.com', 'evil.com']]) {
      assert.match(await upgrade(path, origin, host), /^HTTP\/1\.1 403/, `${path} ${origin}`);
    }
  },
});
