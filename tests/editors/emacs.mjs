// Emacs without a terminal, with eglot, set up as docs/editors.md says.
import { spawn, execFile } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cases, until } from '../hmr/support.mjs';
import { follows } from './support/follows.mjs';
import { documented } from './support/editors.mjs';

/** A string of Lisp. */
const string = (text) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

class Emacs {
  static async start(project, server) {
    const it = new Emacs();
    it.project = project;
    const init = `${project.root}.el`;
    const setup = documented('elisp').replace('"nexxo-lsp"', string(server));
    // At once, so that the test need not wait; nothing to ask when the server is the first one, nor when it ends.
    const quick = '(setq eglot-send-changes-idle-time 0 eglot-autoshutdown t flymake-no-changes-timeout 0.1 make-backup-files nil create-lockfiles nil vc-handled-backends nil)';
    writeFileSync(init, `${setup}\n${quick}\n`);
    it.socket = join(process.env.XDG_RUNTIME_DIR, 'emacs', 'nexxo');
    it.child = spawn('emacs', ['-q', '--fg-daemon=nexxo', '-l', init], { cwd: project.root, stdio: 'ignore' });
    await until(() => existsSync(it.socket), () => 'Emacs did not start');
    return it;
  }

  /** What an expression comes to, in the buffer that is edited. */
  async lisp(expression) {
    const inBuffer = `(with-current-buffer (or (find-buffer-visiting ${string(this.file ?? '')}) (current-buffer)) (json-encode ${expression}))`;
    const { stdout } = await promisify(execFile)('emacsclient', ['-s', this.socket, '--eval', inBuffer]);
    return JSON.parse(JSON.parse(stdout));
  }

  async open(path) {
    this.file = join(this.project.root, path);
    await this.lisp(`(progn (switch-to-buffer (find-file-noselect ${string(this.file)})) t)`);
    // As after a command that a user gives.
    await this.lisp("(progn (run-hooks 'post-command-hook) t)");
    await until(() => this.lisp('(if (eglot-current-server) t nil)'), () => 'eglot has no server');
  }

  async codes() {
    const texts = await this.lisp('(vconcat (mapcar #\'flymake-diagnostic-text (flymake-diagnostics)))');
    return (texts ?? []).map((text) => /\[?([a-z]+(?:-[a-z]+)+)\]?/.exec(text)?.[1] ?? text);
  }

  /** Lines count from 1, columns from 0. */
  insert(line, column, text) {
    return this.lisp(`(progn (undo-boundary) (goto-char (point-min)) (forward-line ${line - 1}) (forward-char ${column}) (insert ${string(text)}) (undo-boundary) t)`);
  }

  undo() {
    // What is undone is not itself to be undone.
    return this.lisp('(progn (setq last-command nil) (undo-only) (undo-boundary) t)');
  }

  definition(line, column) {
    return this.lisp(`(save-current-buffer (goto-char (point-min)) (forward-line ${line - 1}) (forward-char ${column})
      (let ((found (xref-backend-definitions 'eglot (xref-backend-identifier-at-point 'eglot))))
        (if found (xref-location-group (xref-item-location (car found))) "")))`);
  }

  discard() {
    return this.lisp('(progn (set-buffer-modified-p nil) (kill-buffer) t)');
  }

  async close() {
    this.child.kill('SIGTERM');
    await new Promise((done) => this.child.once('exit', done));
  }
}

await cases({ 'Emacs': (world) => follows(world, Emacs.start) });
