// A CommonJS server that answers one request of its own and ends.
const express = require('express');
const http = require('node:http');

const app = express();
app.use(express.json());
app.get('/hello/:name', (request, response) => response.type('text').send(`hello ${request.params.name} ${request.query.x}`));
app.post('/json', (request, response) => response.status(201).json({ got: request.body }));
app.use((error, request, response, next) => response.status(error.status ?? 500).send('failed'));

const server = app.listen(0, '127.0.0.1', async () => {
  const base = `http://127.0.0.1:${server.address().port}`;
  const hello = await fetch(`${base}/hello/world?x=1`);
  console.log(hello.status, hello.headers.get('x-powered-by'), await hello.text());
  const json = await fetch(`${base}/json`, { method: 'POST', body: '{"a":[1]}', headers: { 'content-type': 'application/json' } });
  console.log(json.status, await json.text());
  console.log((await fetch(`${base}/nothing`)).status, http.STATUS_CODES[404]);
  server.close();
  server.closeAllConnections();
});
