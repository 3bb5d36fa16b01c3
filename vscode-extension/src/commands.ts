// The extension's commands.
import { commands, window, type Disposable, type Uri } from 'vscode';
import { ExecuteCommandRequest } from 'vscode-languageclient/node';
import { openApp, startApp } from './app';
import { showCode } from './code';
import type { Engine } from './engine';
import { RESTART } from './protocol';
import { whyHere } from './ways';

export function registerCommands(engine: Engine): Disposable[] {
  const all: Record<string, (file?: Uri) => Promise<void>> = {
    openApp: () => openApp(engine),
    startApp: () => startApp(engine),
    whyHere: (file) => withFile(file, (it) => whyHere(engine, it)),
    showCode: (file) => withFile(file, showCode),
    restartEngine: async () => {
      await engine.running?.sendRequest(ExecuteCommandRequest.type, { command: RESTART });
    },
    restartServer: () => engine.restart(),
    showLog: async () => engine.log.show(),
    menu: () => menu(engine),
  };
  return Object.entries(all).map(([name, run]) => commands.registerCommand(`nexxo.${name}`, run));
}

/** What the status item offers. */
async function menu(engine: Engine): Promise<void> {
  const isRunning = engine.health === 'running';
  const project = engine.projectOf(window.activeTextEditor?.document.uri);
  const offers = [
    isRunning && project && { label: '$(open-preview) Open the App Beside', description: project.url ?? 'serves it first', command: 'nexxo.openApp' },
    isRunning && { label: '$(references) Why Is This File in the Bundle?', command: 'nexxo.whyHere' },
    isRunning && { label: '$(code) Show the Code That This File Becomes', command: 'nexxo.showCode' },
    isRunning && { label: '$(refresh) Restart the Engine', command: 'nexxo.restartEngine' },
    { label: '$(debug-restart) Restart the Language Server', command: 'nexxo.restartServer' },
    { label: '$(output) Show the Log', command: 'nexxo.showLog' },
  ];
  const chosen = await window.showQuickPick(offers.filter((it) => it !== undefined && it !== false), { title: 'Nexxo' });
  if (chosen) await commands.executeCommand(chosen.command);
}

/** The file that a menu was opened on, else the one that is edited. */
async function withFile(given: Uri | undefined, work: (file: Uri) => Promise<void>): Promise<void> {
  const file = given ?? window.activeTextEditor?.document.uri;
  if (file?.scheme === 'file') await work(file);
  else await window.showInformationMessage('Open a file first.');
}
