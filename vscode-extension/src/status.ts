// The item in the status bar.
import { Disposable, MarkdownString, StatusBarAlignment, ThemeColor, commands, window, type StatusBarItem } from 'vscode';
import { basename } from 'node:path';
import type { Engine, Health } from './engine';
import type { Status } from './protocol';

export function registerStatus(engine: Engine): Disposable {
  // To the left, behind the problems of the workspace.
  const item = window.createStatusBarItem('nexxo.status', StatusBarAlignment.Left, 0);
  item.name = 'Nexxo';
  item.command = 'nexxo.menu';
  const show = (): void => {
    const project = engine.projectOf(window.activeTextEditor?.document.uri);
    void commands.executeCommand('setContext', 'nexxo.served', Boolean(project?.url));
    fill(item, engine.health, project);
  };
  show();
  item.show();
  return Disposable.from(item, engine.onDidChange(show), window.onDidChangeActiveTextEditor(show));
}

function fill(item: StatusBarItem, health: Health, project: Status | undefined): void {
  item.text = label(health, project);
  item.tooltip = project ? tooltip(project) : WORDS[health];
  const isBad = health === 'missing' || health === 'stopped' || project?.state === 'stopped';
  item.backgroundColor = isBad ? new ThemeColor('statusBarItem.warningBackground') : undefined;
}

const WORDS: Record<Health, string> = {
  missing: 'Nexxo was not found: see the setting nexxo.path',
  starting: 'Nexxo starts',
  running: 'Nexxo has no project here: no nexxo.config.json, and no index.html',
  stopped: 'Nexxo does not run: see its log',
};

/** What is in the bar: the worst that there is, then what waits, then whether the app runs. */
export function label(health: Health, project: Status | undefined): string {
  if (health === 'starting') return '$(sync~spin) Nexxo';
  if (health !== 'running' || project?.state === 'stopped') return '$(warning) Nexxo';
  const parts = [project?.url ? '$(broadcast) Nexxo' : '$(package) Nexxo'];
  if (project?.errors) parts.push(`$(error) ${project.errors}`);
  if (project?.pending?.length) parts.push(`$(circle-filled) ${project.pending.length} pending`);
  return parts.join(' ');
}

function tooltip(project: Status): MarkdownString {
  const lines = [`**${basename(project.root)}**`];
  if (project.message) lines.push(project.message);
  if (project.files !== undefined) {
    lines.push(`${counted(project.files, 'file')} linked in ${project.milliseconds ?? 0} ms`);
    lines.push(`revision ${project.revision ?? 0}, ${size(project.bytes ?? 0)} in the bundle before it is minified`);
    lines.push(`${counted(project.errors ?? 0, 'error')}, ${counted(project.warnings ?? 0, 'warning')}`);
  }
  if (project.url) lines.push(`served at [${project.url}](${project.url}), ${counted(project.tabs ?? 0, 'page')} open`);
  if (project.pending?.length) {
    lines.push(`waiting until saved, as no page could take it without loading anew: ${project.pending.map((it) => `\`${it}\``).join(', ')}`);
  }
  return new MarkdownString(lines.join('\n\n'));
}

/** Bytes, as people read them. */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(2)} MB`;
}

function counted(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}
