// What another server answers, and what pages of other origins may read.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect } from 'node:net';
import { Project, ask, assert, cases, html, open, until } from './support.mjs';

// For `localhost`, signed by itself, and of use for nothing else.
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgUE39N0Ap4z97rGoF
DG9jO2YUUFxym/7WJBK8FZmwM/yhRANCAATSL8DrodnEIEl3zW5u5I7FgONqa/PU
C1egzd0njGBG4hmc0xnenhD4ewRlLwsKmuAKHG8ieWMIUmkbjlTB3lUV
-----END PRIVATE KEY-----`;
const CERT = `-----BEGIN CERTIFICATE-----
MIIBlTCCATugAwIBAgIUbPDH/QnsDLP4SGeQ5UmzJ2aXIG8wCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNzAyMzI1MVoYDzIxMjYxMTAz
MDIzMjUxWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAATSL8DrodnEIEl3zW5u5I7FgONqa/PUC1egzd0njGBG4hmc0xnenhD4
ewRlLwsKmuAKHG8ieWMIUmkbjlTB3lUVo2kwZzAdBgNVHQ4EFgQUEASvngR8woXc
UgkG//JMtRZhrTswHwYDVR0jBBgwFoAUEASvngR8woXcUgkG//JMtRZhrTswDwYD
VR0TAQH/BAUwAwEB/zAUBgNVHREEDTALgglsb2NhbGhvc3QwCgYIKoZIzj0EAwID
SAAwRQIhAOMlLwizandHw8XJ7b9bnXjviB8sWg+/IpaOVDGWquxqAiBAZlGqsxmn
YF+XCTdYsnwuU4L7syZ/OaMz8LSb300O4A==
-----END CERTIFICATE-----`;

/** A server that says what it was asked. */
const target = (t, secure = false) =>
  new Promise((done) => {
    const answer = (request, response) => {
      const url = new URL(request.url, 'http://x');
      if (url.pathname.endsWith('/echo')) return void request.pipe(response);
      if (url.pathname.endsWith('/slow')) {
        response.write('first\n');
        return void t.on.push(() => response.end('last\n'));
      }
      if (url.pathname.endsWith('/break')) return void response.socket.destroy();
      response.writeHead(url.pathname.endsWith('/none') ? 404 : 200, { 'content-type': 'application/json', 'set-cookie': ['a=1', 'b=2'], 'x-target': 'yes', connection: 'keep-alive, x-hop', 'x-hop': '1' });
      response.end(JSON.stringify({ method: request.method, url: request.url, headers: request.headers }));
    };
    const server = secure ? createSecureServer({ key: KEY, cert: CERT }, answer) : createServer(answer);
    server.on('upgrade', (request, socket) => {
      t.upgrades.push({ url: request.url, headers: request.headers });
      const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
      socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
      socket.on('error', () => {});
      socket.on('close', () => (t.closed += 1));
      socket.on('data', (frame) => ((frame[0] & 15) === 8 ? socket.end(echo(frame)) : socket.write(echo(frame))));
    });
    server.listen(0, 'localhost', () => done(Object.assign(t, { server, port: server.address().port })));
  });

/** A short text frame of a client as a server sends it back. */
function echo(frame) {
  const length = frame[1] & 127;
  const payload = Buffer.from(frame.subarray(6, 6 + length)).map((byte, i) => byte ^ frame[2 + (i % 4)]);
  return Buffer.concat([Buffer.from([frame[0], length]), payload]);
}

/** Runs with a server to pass requests on to. */
const against = (secure, run) => async (world) => {
  const t = await target({ on: [], upgrades: [], closed: 0 }, secure);
  try {
    await run(world, t);
  } finally {
    t.server.closeAllConnections();
    t.server.close();
  }
};
const config = (server) => ({ 'index.html': html('<p id="out"></p>'), 'src/main.js': 'globalThis.ready = true;', 'nexxo.config.json': JSON.stringify({ server }) });

await cases({
  'requests reach the target with their bodies and headers': against(false, async ({ serve }, t) => {
    const to = `http://localhost:${t.port}`;
    const { server } = await serve(config({ proxy: { '/api': to, '/kept': { target: `${to}/base/` }, '^/v\\d+/': { target: to, rewrite: { '^/v(\\d+)/': '/version-$1/' }, headers: { 'x-added': 'yes' } } } }));
    const json = async (...given) => JSON.parse((await ask(server.port, ...given)).body);
    const said = await json('/api/users?q=1%20', { 'x-own': 'me', cookie: 'c=1', te: 'trailers' });
    assert.deepEqual([said.method, said.url], ['GET', '/api/users?q=1%20']);
    assert.equal(said.headers.host, `localhost:${t.port}`, 'a target alone changes the origin');
    assert.deepEqual([said.headers['x-own'], said.headers.cookie, said.headers.te], ['me', 'c=1', undefined]);
    const kept = await json('/kept/x');
    assert.deepEqual([kept.url, kept.headers.host], ['/base/kept/x', `localhost:${server.port}`]);
    const rewritten = await json('/v12/a/v3/?b');
    assert.deepEqual([rewritten.url, rewritten.headers['x-added']], ['/version-12/a/v3/?b', 'yes']);
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) assert.equal((await json('/api', {}, method)).method, method);
    const { status, headers } = await ask(server.port, '/api/none');
    assert.deepEqual([status, headers['x-target'], headers['set-cookie'], headers['x-hop']], [404, 'yes', ['a=1', 'b=2'], undefined]);
    const body = Buffer.alloc(2_000_000, 'body ');
    assert.ok((await ask(server.port, '/api/echo', {}, 'POST', body)).bytes.equals(body));
    assert.equal((await ask(server.port, '/other', { accept: 'image/png' })).status, 404);
    assert.match((await ask(server.port, '/', { accept: 'text/html' })).body, /main|nexxo/);
  }),

  'bodies come as they are made': against(false, async ({ serve }, t) => {
    const { server } = await serve(config({ proxy: { '/api': `http://localhost:${t.port}` } }));
    const response = await fetch(`${server.url}api/slow`);
    const reader = response.body.getReader();
    assert.equal(Buffer.from((await reader.read()).value).toString(), 'first\n');
    t.on[0]();
    assert.equal(Buffer.from((await reader.read()).value).toString(), 'last\n');
  }),

  'websockets': against(false, async ({ chrome, serve }, t) => {
    const to = `http://localhost:${t.port}`;
    const { server } = await serve(config({ proxy: { '/socket': { target: to, ws: true, rewriteWsOrigin: true, rewrite: { '^/socket': '/live' } }, '/closed': to, '/schemed': `ws://localhost:${t.port}` } }));
    const page = await open(chrome, server.url);
    const talk = (path) =>
      page.evaluate(
        (url) =>
          new Promise((done) => {
            const socket = new WebSocket(url);
            socket.onopen = () => socket.send('hello');
            socket.onmessage = ({ data }) => (socket.close(), done(data));
            socket.onerror = () => done('refused');
          }),
        `ws://localhost:${server.port}${path}`,
      );
    assert.equal(await talk('/socket/a?b'), 'hello');
    assert.deepEqual([t.upgrades[0].url, t.upgrades[0].headers.origin], ['/live/a?b', to]);
    await until(() => t.closed === 1, () => 'the end is passed on');
    assert.equal(await talk('/schemed'), 'hello');
    assert.equal(await talk('/closed'), 'refused', 'without `ws` none is passed on');
    const upgrade = (origin) =>
      new Promise((done) => {
        const socket = connect(server.port, '127.0.0.1', () => socket.write(`GET /socket HTTP/1.1\r\nHost: localhost:${server.port}\r\nOrigin: ${origin}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`));
        socket.once('data', (data) => (socket.destroy(), done(data.toString().split('\r\n')[0])));
      });
    assert.match(await upgrade('http://evil.com'), / 403 /, 'not for pages of other sites');
    assert.match(await upgrade(`http://localhost:${server.port}`), / 101 /);
  }),

  'a target that does not answer': against(false, async ({ serve }, t) => {
    const { server } = await serve(config({ proxy: { '/api': `http://localhost:${t.port}`, '/gone': 'http://localhost:1' } }));
    const gone = await ask(server.port, '/gone/x');
    assert.equal(gone.status, 502);
    assert.match(gone.body, /no answer from http:\/\/localhost:1: .*refused/i);
    await server.said(/GET \/gone\/x: no answer from http:\/\/localhost:1: .*refused/i);
    assert.equal((await ask(server.port, '/api/break')).status, 502);
    assert.equal((await ask(server.port, '/api')).status, 200, 'the next request is answered');
  }),

  'a target with a certificate': against(true, async ({ serve }, t) => {
    const to = `https://localhost:${t.port}`;
    const { server } = await serve(config({ proxy: { '/any': { target: to, secure: false, changeOrigin: true }, '/good': to } }));
    const { status, body } = await ask(server.port, '/any/x');
    assert.deepEqual([status, JSON.parse(body).url], [200, '/any/x']);
    const refused = await ask(server.port, '/good/x');
    assert.equal(refused.status, 502);
    assert.match(refused.body, /certificate/);
  }),

  'pages of other sites cannot use the target': against(false, async ({ serve }, t) => {
    const { server } = await serve(config({ proxy: { '/api': `http://localhost:${t.port}` } }));
    const from = (headers) => ask(server.port, '/api', headers, 'POST', 'x');
    assert.equal((await from({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', origin: 'http://evil.com' })).status, 403);
    assert.equal((await from({ 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' })).status, 200);
    assert.equal((await from({ host: 'evil.com' })).status, 403);
    assert.equal((await ask(server.port, '/@nexxo/hello')).status, 200);
    const all = await serve(config({ proxy: { '/': `http://localhost:${t.port}` } }));
    assert.match((await ask(all.server.port, '/@nexxo/hello')).body, /token/, 'what is the server\'s own stays so');
    assert.equal((await ask(all.server.port, '/x')).headers['x-target'], 'yes');
  }),

  'rules are taken up when they change': against(false, async ({ start }, t) => {
    const { project, server, page } = await start(config({}));
    await until(() => page.evaluate(() => globalThis.ready));
    assert.equal((await ask(server.port, '/api', { accept: 'application/json' })).status, 404);
    project.save('nexxo.config.json', JSON.stringify({ server: { proxy: { '/api': `http://localhost:${t.port}` }, headers: { 'x-new': 'yes' } } }));
    await until(async () => (await ask(server.port, '/api')).headers['x-target'] === 'yes');
    assert.equal((await ask(server.port, '/@nexxo/hello')).headers['x-new'], 'yes');
    assert.ok(await page.isKept());
  }),

  'built apps have the same rules': against(false, async ({ preview }, t) => {
    const project = new Project('proxy-preview', { 'dist/index.html': 'top', 'nexxo.config.json': JSON.stringify({ server: { proxy: { '/api': `http://localhost:${t.port}` } } }) });
    const server = await preview(project);
    assert.equal(JSON.parse((await ask(server.port, '/api/x', {}, 'POST', 'body')).body).method, 'POST');
  }),

  'other origins': async ({ chrome, serve }) => {
    const { server } = await serve(config({ headers: { 'x-mine': 'yes', 'Cross-Origin-Opener-Policy': 'same-origin' } }));
    const { server: near } = await serve(new Project('cors-near', config({})));
    const { server: closed } = await serve(new Project('cors-closed', config({ cors: false })));
    const { server: named } = await serve(new Project('cors-named', config({ cors: { origin: ['https://app.test'], credentials: true, methods: ['GET', 'PUT'], allowedHeaders: 'x-a', exposedHeaders: ['x-b'], maxAge: 60 } })));
    const from = (port, origin, more, method) => ask(port, '/@nexxo/client.js', { origin, ...more }, method);
    assert.equal((await from(server.port, 'http://localhost:3000')).headers['access-control-allow-origin'], 'http://localhost:3000');
    for (const origin of ['http://evil.com', 'null', 'http://localhost.evil.com']) {
      const { headers } = await from(server.port, origin);
      assert.deepEqual([headers['access-control-allow-origin'], headers['x-mine'], headers.vary], [undefined, 'yes', 'origin'], origin);
    }
    assert.equal((await from(closed.port, 'http://localhost:3000')).headers['access-control-allow-origin'], undefined);
    const it = await from(named.port, 'https://app.test', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' });
    assert.deepEqual([it.status, it.headers['access-control-allow-origin'], it.headers['access-control-allow-credentials'], it.headers['access-control-expose-headers']], [200, 'https://app.test', 'true', 'x-b']);
    assert.equal((await from(named.port, 'http://localhost:3000')).headers['access-control-allow-origin'], undefined);
    const asked = await from(named.port, 'https://app.test', { 'access-control-request-method': 'PUT', 'access-control-request-headers': 'x-a' }, 'OPTIONS');
    assert.deepEqual([asked.status, asked.headers['access-control-allow-methods'], asked.headers['access-control-allow-headers'], asked.headers['access-control-max-age']], [204, 'GET,PUT', 'x-a', '60']);
    assert.equal((await from(named.port, 'https://evil.com', { 'access-control-request-method': 'PUT' }, 'OPTIONS')).status, 405);
    const page = await open(chrome, near.url);
    const read = (url) => page.evaluate((it) => fetch(it).then((answer) => answer.text(), () => 'refused'), `${url}@nexxo/client.js`);
    assert.match(await read(server.url), /nexxo/);
    assert.equal(await read(closed.url), 'refused');
  },
});
