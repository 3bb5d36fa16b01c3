// The running app: served in a terminal, shown beside the editor.
import { Disposable, Uri, ViewColumn, commands, env, window } from 'vscode';
import { dirname } from 'node:path';
import type { Engine } from './engine';
import type { Status } from './protocol';

/** How long a server may take to come up until nobody waits for it any more. */
const PATIENCE = 30_000;

/** Serves the app of a project, unless somebody does. */
export async function startApp(engine: Engine): Promise<void> {
  const project = current(engine);
  if (!project || project.url) return;
  const nexxo = await engine.find('nexxo');
  if (nexxo === undefined) {
    await window.showErrorMessage('The command nexxo was not found beside nexxo-lsp.');
    return;
  }
  // By its folder in PATH, so that what the terminal shows is what one would type.
  const path = [dirname(nexxo), process.env['PATH'] ?? ''].join(process.platform === 'win32' ? ';' : ':');
  const terminal = window.createTerminal({ name: 'nexxo dev', cwd: project.root, env: { PATH: path } });
  terminal.sendText('nexxo dev');
  terminal.show(true);
}

/** Shows the app beside the editor, and serves it first where nobody does. */
export async function openApp(engine: Engine): Promise<void> {
  const project = current(engine);
  if (!project) {
    await window.showInformationMessage('There is no project of Nexxo here: no nexxo.config.json, and no index.html.');
    return;
  }
  if (!project.url) await startApp(engine);
  const url = project.url ?? (await served(engine, project.root));
  if (url === undefined) return;
  const outside = await env.asExternalUri(Uri.parse(url));
  await commands.executeCommand('simpleBrowser.api.open', outside, { viewColumn: ViewColumn.Beside, preserveFocus: true });
}

function current(engine: Engine): Status | undefined {
  return engine.projectOf(window.activeTextEditor?.document.uri);
}

/** Waits until a project is served. */
async function served(engine: Engine, root: string): Promise<string | undefined> {
  return await new Promise((done) => {
    const end = (url?: string): void => {
      clearTimeout(timer);
      listener.dispose();
      done(url);
    };
    const timer = setTimeout(end, PATIENCE);
    const look = (): void => {
      const url = engine.projects.get(root)?.url;
      if (url) end(url);
    };
    const listener: Disposable = engine.onDidChange(look);
    look();
  });
}
