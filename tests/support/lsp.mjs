// An editor that is a script.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PATIENCE, until } from '../hmr/support.mjs';
import { framed, read } from './frames.mjs';

export class Client {
  /** Starts a server; nothing is said yet. */
  constructor(project, server) {
    this.project = project;
    this.child = spawn(server, ['--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.ended = new Promise((done) => this.child.once('exit', (code, signal) => done(code ?? signal)));
    // A server that is gone hears nothing.
    this.child.stdin.on('error', () => {});
    /** Everything that was said, as problems() of protocol.mjs takes it. */
    this.messages = [];
    this.waiting = new Map();
    /** Diagnostics as they were published last, by path. */
    this.published = new Map();
    this.version = 0;
    this.id = 0;
    read(this.child.stdout, (message) => this.receive(message));
  }

  /** A server that knows the project, and an editor with these capabilities. */
  static async open(project, server, { capabilities = {}, initializationOptions } = {}) {
    const client = new Client(project, server);
    const workspaceFolders = [{ uri: client.uri(''), name: 'app' }];
    client.initialized = await client.ask('initialize', { processId: process.pid, rootUri: null, workspaceFolders, capabilities, ...(initializationOptions && { initializationOptions }) });
    client.tell('initialized', {});
    return client;
  }

  receive(message) {
    this.messages.push({ from: 'server', message });
    if (message.method === 'textDocument/publishDiagnostics') this.published.set(message.params.uri, message.params.diagnostics);
    if (message.method === undefined) {
      this.waiting.get(message.id)?.(message);
      this.waiting.delete(message.id);
    }
  }

  send(message) {
    const whole = { jsonrpc: '2.0', ...message };
    this.messages.push({ from: 'editor', message: whole });
    this.child.stdin.write(framed(whole));
  }

  tell(method, params) {
    this.send({ method, ...(params !== undefined && { params }) });
  }

  /** The answer's message, be it a result or an error. */
  put(method, params) {
    const id = ++this.id;
    const answer = new Promise((done, fail) => {
      const timer = setTimeout(() => fail(new Error(`no answer to ${method}`)), PATIENCE);
      this.waiting.set(id, (message) => {
        clearTimeout(timer);
        done(message);
      });
    });
    this.send({ id, method, ...(params !== undefined && { params }) });
    return answer;
  }

  async ask(method, params) {
    const { result, error } = await this.put(method, params);
    if (error) throw new Error(`${method}: ${error.message}`);
    return result;
  }

  uri(path) {
    return pathToFileURL(join(this.project.root, path)).href;
  }

  show(path, text) {
    this.tell('textDocument/didOpen', { textDocument: { uri: this.uri(path), languageId: 'javascript', version: ++this.version, text } });
  }

  change(path, ...contentChanges) {
    this.tell('textDocument/didChange', { textDocument: { uri: this.uri(path), version: ++this.version }, contentChanges });
  }

  hide(path) {
    this.tell('textDocument/didClose', { textDocument: { uri: this.uri(path) } });
  }

  /** Asks about a place, both counted from 0. */
  at(method, path, line, character, more = {}) {
    return this.ask(`textDocument/${method}`, { textDocument: { uri: this.uri(path) }, position: { line, character }, ...more });
  }

  /** Waits until these codes are published for a file. */
  async codes(path, ...wanted) {
    const now = () => (this.published.get(this.uri(path)) ?? []).map((it) => it.code).join();
    await until(() => now() === wanted.join(), () => `${path}: ${now()}, not ${wanted.join()}`);
  }

  /** Ends as editors do. */
  async end() {
    await this.ask('shutdown');
    this.tell('exit');
    return await this.ended;
  }
}

/** The range that covers all of a text and more. */
export const everything = { start: { line: 0, character: 0 }, end: { line: 100_000, character: 0 } };
