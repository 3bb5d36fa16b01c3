// What VS Code starts. Everything else is in a file of its own concern.
import type { ExtensionContext } from 'vscode';
import { registerCode } from './code';
import { registerCommands } from './commands';
import { Engine } from './engine';
import { registerStatus } from './status';
import { registerTasks } from './tasks';

let engine: Engine | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  engine = new Engine(context.extensionPath);
  context.subscriptions.push(engine, registerCode(engine), registerStatus(engine), registerTasks(engine), ...registerCommands(engine));
  await engine.start();
}

export async function deactivate(): Promise<void> {
  await engine?.stop();
}
