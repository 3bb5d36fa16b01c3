// Neovim without a terminal, set up as docs/editors.md says.
import { spawn, execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { Project, assert, cases, html, until } from '../hmr/support.mjs';
import { follows } from './support/follows.mjs';
import { assertSaidWell, cache, documented, recorded } from './support/editors.mjs';

const nvim = join(cache, 'neovim', 'bin', 'nvim');

class Neovim {
  static async start(project, server) {
    const it = new Neovim();
    it.project = project;
    const init = `${project.root}.lua`;
    writeFileSync(init, documented('lua').replace('"nexxo-lsp"', JSON.stringify(server)));
    it.socket = join(process.env.XDG_RUNTIME_DIR, basename(project.root));
    it.child = spawn(nvim, ['--clean', '--headless', '-n', '-u', init, '--listen', it.socket], { cwd: project.root, stdio: 'ignore' });
    await until(() => existsSync(it.socket), () => 'Neovim did not start');
    return it;
  }

  /** What a function of Lua returns. */
  async lua(body) {
    const expression = `luaeval('vim.json.encode((function() ${body.replaceAll("'", "''").replaceAll('\n', ' ')} end)() or vim.NIL)')`;
    const { stdout, stderr } = await promisify(execFile)(nvim, ['--server', this.socket, '--remote-expr', expression]);
    return JSON.parse(stdout || stderr || 'null');
  }

  open(path) {
    return this.lua(`vim.cmd.edit(${JSON.stringify(path)})`);
  }

  codes() {
    return this.lua('local codes = vim.empty_dict() for i, it in ipairs(vim.diagnostic.get(0)) do codes[tostring(i)] = it.code end return codes').then(Object.values);
  }

  /** Lines count from 1, columns from 0. */
  insert(line, column, text) {
    // Not joined with the edit before when it is undone.
    return this.lua(`vim.o.undolevels = vim.o.undolevels vim.api.nvim_buf_set_text(0, ${line - 1}, ${column}, ${line - 1}, ${column}, vim.split(vim.json.decode([[${JSON.stringify(text)}]]), "\\n"))`);
  }

  undo() {
    return this.lua('vim.cmd.undo()');
  }

  definition(line, column) {
    return this.lua(`
      vim.api.nvim_win_set_cursor(0, { ${line}, ${column} })
      local params = vim.lsp.util.make_position_params(0, "utf-8")
      local client = vim.lsp.get_clients({ name = "nexxo" })[1]
      params = vim.lsp.util.make_position_params(0, client.offset_encoding)
      local answer = client:request_sync("textDocument/definition", params, 5000)
      return answer and answer.result and answer.result.uri or ""`);
  }

  discard() {
    return this.lua('vim.cmd.bdelete({ bang = true })');
  }

  async close() {
    this.child.kill('SIGTERM');
    await new Promise((done) => this.child.once('exit', done));
  }
}

/** A class is found, and gets another name in a sheet and in code, neither of which is saved. */
async function classes({ name }) {
  const code = "import styles from './card.module.css';\nconsole.log('é', styles.title, styles.titles);\n";
  const project = new Project(name.replace(/\W+/g, '-'), { 'index.html': html('', '/main.js'), 'main.js': code, 'card.module.css': '.title { top: 0 }\n' });
  const editor = await Neovim.start(project, recorded(project));
  const text = () => editor.lua('return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), "\\n")');
  try {
    await editor.open('main.js');
    await until(async () => (await editor.codes()).includes('missing-class'), () => 'nothing is said of the class');
    const column = Buffer.byteLength(code.split('\n')[1].split('title')[0]);
    await editor.lua(`vim.api.nvim_win_set_cursor(0, { 2, ${column} }) vim.lsp.buf.rename("head-line")`);
    await until(async () => (await text()).includes("styles['head-line'], styles.titles"), () => 'the code is as it was');
    await editor.lua(`vim.api.nvim_win_set_cursor(0, { 2, ${column + 4} }) vim.lsp.buf.definition()`);
    await until(async () => (await text()) === '.head-line { top: 0 }', () => 'the sheet is not there, or as it was');
  } finally {
    await editor.close();
  }
  assert.equal(readFileSync(join(project.root, 'main.js'), 'utf8'), code);
  assertSaidWell(project);
}

await cases({ 'Neovim': (world) => follows(world, Neovim.start), 'classes in Neovim': classes });
