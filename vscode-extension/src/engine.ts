// The language server: started, stopped, and what it told last.
import { EventEmitter, Uri, commands, window, workspace, type Disposable } from 'vscode';
import { LanguageClient, State, TransportKind, type LanguageClientOptions, type ServerOptions } from 'vscode-languageclient/node';
import { candidates, firstExecutable, type Places } from './binary';
import { statusChanged, type Status } from './protocol';
import { ofStart, setting, settings, synchronized } from './settings';

/** Documents that can be part of a bundle. */
const LANGUAGES = ['javascript', 'javascriptreact', 'typescript', 'typescriptreact', 'css', 'html', 'json', 'jsonc'];

/** What can be said of the server. */
export type Health = 'missing' | 'starting' | 'running' | 'stopped';

export class Engine implements Disposable {
  readonly log = window.createOutputChannel('Nexxo', { log: true });
  private readonly changed = new EventEmitter<void>();
  /** Something of what is told here is another now. */
  readonly onDidChange = this.changed.event;
  health: Health = 'stopped';
  /** How the projects are, by folder. */
  readonly projects = new Map<string, Status>();
  private client: LanguageClient | undefined;
  /** Starting and stopping take turns: settings may change while the first start still looks for the server. */
  private turn: Promise<void> = Promise.resolve();
  private readonly listeners: Disposable[] = [
    workspace.onDidChangeConfiguration((event) => {
      if (ofStart.some((it) => event.affectsConfiguration(it))) void this.restart();
    }),
    workspace.onDidGrantWorkspaceTrust(() => void this.restart()),
  ];

  constructor(private readonly extension: string) {}

  /** The client of a server that runs. */
  get running(): LanguageClient | undefined {
    return this.health === 'running' ? this.client : undefined;
  }

  /** The path of one of Nexxo's executables. */
  async find(name: 'nexxo' | 'nexxo-lsp'): Promise<string | undefined> {
    const places: Places = {
      setting: setting('path'),
      folders: (workspace.workspaceFolders ?? []).map((it) => it.uri.fsPath),
      isTrusted: workspace.isTrusted,
      extension: this.extension,
      path: process.env['PATH'] ?? '',
      isWindows: process.platform === 'win32',
    };
    return await firstExecutable(candidates(name, places));
  }

  /** The project that a file belongs to: the one whose folder is nearest above it; the first one for a file elsewhere. */
  projectOf(uri: Uri | undefined): Status | undefined {
    const all = [...this.projects.values()].sort((a, b) => b.root.length - a.root.length);
    const path = uri?.scheme === 'file' ? uri.fsPath : undefined;
    const above = all.find(({ root }) => path !== undefined && (path.startsWith(`${root}/`) || path.startsWith(`${root}\\`)));
    return above ?? [...this.projects.values()][0];
  }

  start(): Promise<void> {
    return this.inTurn(() => this.begin());
  }

  stop(): Promise<void> {
    return this.inTurn(() => this.end());
  }

  restart(): Promise<void> {
    return this.inTurn(async () => {
      await this.end();
      await this.begin();
    });
  }

  dispose(): void {
    this.listeners.forEach((it) => it.dispose());
    this.changed.dispose();
    this.log.dispose();
  }

  private inTurn(work: () => Promise<void>): Promise<void> {
    this.turn = this.turn.then(work, work);
    return this.turn;
  }

  private async begin(): Promise<void> {
    const command = await this.find('nexxo-lsp');
    if (command === undefined) {
      this.is('missing');
      void this.askForPath();
      return;
    }
    this.log.info(`starting ${command}`);
    this.is('starting');
    const client = new LanguageClient('nexxo', 'Nexxo', serverOptions(command), this.clientOptions());
    this.client = client;
    client.onNotification(statusChanged, (status) => {
      this.projects.set(status.root, status);
      this.changed.fire();
    });
    client.onDidChangeState(({ newState }) => {
      if (this.client !== client) return;
      // A server that ended is started again by the client, a few times.
      if (newState !== State.Running) this.projects.clear();
      this.is(newState === State.Running ? 'running' : newState === State.Starting ? 'starting' : 'stopped');
    });
    try {
      await client.start();
    } catch (error) {
      this.log.error(`cannot start ${command}: ${String(error)}`);
      this.is('stopped');
    }
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    this.projects.clear();
    this.is('stopped');
    // One that never came up, or hangs, has nothing to say.
    await client?.stop().catch((error: unknown) => this.log.warn(`the server did not end well: ${String(error)}`));
    await client?.dispose().catch(() => undefined);
  }

  private is(health: Health): void {
    this.health = health;
    void commands.executeCommand('setContext', 'nexxo.running', health === 'running');
    this.changed.fire();
  }

  private clientOptions(): LanguageClientOptions {
    return {
      documentSelector: [...LANGUAGES.map((language) => ({ scheme: 'file', language })), { scheme: 'file', pattern: '**/*.svg' }],
      initializationOptions: settings(),
      synchronize: { configurationSection: synchronized },
      outputChannel: this.log,
      traceOutputChannel: this.log,
    };
  }

  private async askForPath(): Promise<void> {
    const install = 'How to Install';
    const choose = 'Name It in the Settings';
    const chosen = await window.showWarningMessage('Nexxo was found neither in the workspace nor in PATH.', choose, install);
    if (chosen === choose) await commands.executeCommand('workbench.action.openSettings', 'nexxo.path');
    if (chosen === install) await commands.executeCommand('workbench.action.openWalkthrough', 'nexxo.nexxo#start');
  }
}

function serverOptions(command: string): ServerOptions {
  const log = setting('log');
  return {
    command,
    args: log === '' ? [] : ['--log', log],
    transport: TransportKind.stdio,
    // Windows runs scripts through a shell only.
    options: { shell: command.endsWith('.cmd') },
  };
}
