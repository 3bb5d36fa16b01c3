// What the user chose.
import { workspace } from 'vscode';

const section = 'nexxo';

/** Those that the server must be started anew for. */
export const ofStart = ['path', 'log'].map((it) => `${section}.${it}`);

/** All settings; the server takes what it knows. */
export function settings(): object {
  return JSON.parse(JSON.stringify(workspace.getConfiguration(section))) as object;
}

export function setting(name: 'path' | 'log'): string {
  return workspace.getConfiguration(section).get(name, '').trim();
}

/** Those for which the server asks to be told of changes. */
export const synchronized = section;
