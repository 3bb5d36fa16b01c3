// Why a file is in the bundle: for each entry the shortest way of imports, as a list to walk along.
import { QuickPickItemKind, Range, Uri, window, workspace, type QuickPickItem } from 'vscode';
import type { Location } from 'vscode-languageclient/node';
import type { Engine } from './engine';
import { waysTo, type Way } from './protocol';

interface StepItem extends QuickPickItem {
  readonly location?: Location;
}

export async function whyHere(engine: Engine, file: Uri): Promise<void> {
  const ways = await engine.running?.sendRequest(waysTo, { uri: file.toString() });
  const name = workspace.asRelativePath(file);
  if (!ways || ways.length === 0) {
    await window.showInformationMessage(`${name} is not in the bundle: nothing leads to it.`);
    return;
  }
  const chosen = await window.showQuickPick(ways.flatMap(itemsOf), { title: `Why is ${name} in the bundle?`, placeHolder: 'Go to an import', matchOnDetail: true });
  if (chosen?.location) await goTo(chosen.location);
}

function itemsOf(way: Way): StepItem[] {
  const steps = way.steps.map(({ file, specifier, kind, location }): StepItem => ({
    label: `$(arrow-small-right) ${specifier}`,
    description: kind,
    detail: `in ${file}`,
    ...(location && { location }),
  }));
  const entry: StepItem[] = steps.length === 0 ? [{ label: `$(home) ${way.entry}`, description: 'is an entry' }] : [];
  return [{ label: way.entry, kind: QuickPickItemKind.Separator }, ...entry, ...steps];
}

async function goTo({ uri, range: { start, end } }: Location): Promise<void> {
  await window.showTextDocument(Uri.parse(uri), { selection: new Range(start.line, start.character, end.line, end.character) });
}
