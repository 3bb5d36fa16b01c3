// Documents that show what a file becomes, anew after each build.
import { EventEmitter, Uri, languages, window, workspace, Disposable } from 'vscode';
import type { Engine } from './engine';
import { codeOf } from './protocol';

/** The scheme of these documents; the rest of their URI is that of the file. */
const SCHEME = 'nexxo-code';

export function registerCode(engine: Engine): Disposable {
  const outdated = new EventEmitter<Uri>();
  const provider = workspace.registerTextDocumentContentProvider(SCHEME, {
    onDidChange: outdated.event,
    provideTextDocumentContent: async (uri, token) => {
      const code = await engine.running?.sendRequest(codeOf, { uri: uri.with({ scheme: 'file' }).toString() }, token);
      if (!code) return '/* Nexxo does not run */\n';
      return code.chunk === undefined ? code.text : `/* in ${code.chunk} */\n${code.text}`;
    },
  });
  const follower = engine.onDidChange(() => {
    workspace.textDocuments.filter(({ uri }) => uri.scheme === SCHEME).forEach(({ uri }) => outdated.fire(uri));
  });
  return Disposable.from(provider, follower, outdated);
}

/** Shows beside the editor what a file becomes. */
export async function showCode(file: Uri): Promise<void> {
  const document = await workspace.openTextDocument(file.with({ scheme: SCHEME }));
  const language = file.path.endsWith('.css') ? 'css' : 'javascript';
  const shown = await languages.setTextDocumentLanguage(document, language);
  await window.showTextDocument(shown, { viewColumn: -2, preserveFocus: true, preview: true });
}
