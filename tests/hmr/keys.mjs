// What somebody at a terminal may ask of a server. `script` gives it one.
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Project, assert, cases, html, open, until } from './support.mjs';

/** Runs a command at a terminal of its own. */
function terminal(command, project, env = {}) {
  const line = `'${process.env.NEXXO_BIN}' ${command} '${project.root}' --port 0`;
  const child = spawn('script', ['--quiet', '--return', '--command', line, '/dev/null'], { env: { ...process.env, NO_COLOR: '1', CI: '', ...env } });
  const it = { log: '', child, type: (text) => child.stdin.write(`${text}\n`), ended: new Promise((done) => child.on('exit', done)) };
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (it.log += data));
  it.said = (what) => until(() => it.log.match(what), () => `it was not said ${what}:\n${it.log}`);
  return it;
}

/** A program that notes the URLs that it is to open. */
function noter(project) {
  project.write('open.sh', `#!/bin/sh\necho "$1" >> '${join(project.root, 'opened')}'\n`);
  chmodSync(join(project.root, 'open.sh'), 0o755);
  return { BROWSER: join(project.root, 'open.sh') };
}

await cases({
  'nexxo dev at a terminal': async ({ chrome }) => {
    const project = new Project('keys-dev', { 'index.html': html('<p id="out"></p>'), 'src/main.js': "const text = import.meta.env.VITE_TEXT;\ndocument.querySelector('#out').textContent = text;\nimport.meta.hot.accept();", '.env': 'VITE_TEXT=one' });
    const it = terminal('dev', project, noter(project));
    const [, url] = await it.said(/Local: +(http:\S+)/);
    await it.said(/press h \+ enter to show help/);
    const page = await open(chrome, url);
    await page.shows('#out', 'one');
    it.type('h');
    await it.said(/r \+ enter +restart[\s\S]*u \+ enter[\s\S]*o \+ enter[\s\S]*c \+ enter[\s\S]*q \+ enter +quit/);
    it.log = '';
    it.type('u');
    await it.said(/Local: +http:/);
    it.type('o');
    await until(() => existsSync(join(project.root, 'opened')));
    await until(() => readFileSync(join(project.root, 'opened'), 'utf8') === `${url}\n`);
    it.type('c');
    await it.said(/\x1b\[2J\x1b\[3J\x1b\[H/);
    it.type('nothing\n\nr');
    await it.said(/restarted/);
    project.save('src/main.js', "document.querySelector('#out').textContent = 'two';\nimport.meta.hot.accept();");
    await page.shows('#out', 'two');
    assert.ok(await page.isKept(), 'the page found the new engine');
    project.write('nexxo.config.json', '{');
    it.type('r');
    await it.said(/error\[invalid-config\]/);
    project.save('src/main.js', "document.querySelector('#out').textContent = 'three';\nimport.meta.hot.accept();");
    await page.shows('#out', 'three');
    it.type('q');
    assert.equal(await it.ended, 0);
  },

  'nexxo preview at a terminal': async () => {
    const project = new Project('keys-preview', { 'dist/index.html': 'top' });
    const it = terminal('preview', project);
    await it.said(/press h \+ enter to show help/);
    it.type('h');
    await it.said(/u \+ enter[\s\S]*q \+ enter +quit/);
    assert.doesNotMatch(it.log, /r \+ enter/);
    it.type('q');
    assert.equal(await it.ended, 0);
  },

  'nobody is asked where there is no terminal': async ({ serve }) => {
    const { server } = await serve({ 'index.html': html(), 'src/main.js': '' });
    assert.doesNotMatch(server.log, /press h/);
    server.child.stdin.write('q\n');
    assert.equal((await fetch(server.url)).status, 200);
    const ci = terminal('preview', new Project('keys-ci', { 'dist/index.html': 'top' }), { CI: 'true' });
    await ci.said(/Local: +http:/);
    assert.doesNotMatch(ci.log, /press h/);
    ci.child.kill();
    await ci.ended;
  },
});
