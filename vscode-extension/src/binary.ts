// Where the executables are.
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join, resolve } from 'node:path';

/** What decides where it is looked. */
export interface Places {
  /** `nexxo.path`: an executable, or the folder that it is in. */
  readonly setting: string;
  /** The workspace's folders. */
  readonly folders: readonly string[];
  /** Whether what lies in the workspace may be run. */
  readonly isTrusted: boolean;
  /** The extension's own folder. */
  readonly extension: string;
  /** The variable `PATH`. */
  readonly path: string;
  readonly isWindows: boolean;
}

/** Files that could be the executable of this name, the best first. */
export function candidates(name: 'nexxo' | 'nexxo-lsp', places: Places): string[] {
  const names = places.isWindows ? [`${name}.exe`, `${name}.cmd`] : [name];
  const inFolder = (folder: string): string[] => names.map((it) => join(folder, it));
  if (places.setting !== '') {
    const base = places.folders[0];
    const path = isAbsolute(places.setting) || base === undefined ? places.setting : resolve(base, places.setting);
    // The setting names the server; the command is beside it.
    return name === 'nexxo-lsp' ? [path, ...inFolder(path)] : [...inFolder(resolve(path, '..')), ...inFolder(path)];
  }
  const own = places.isTrusted ? places.folders.flatMap((folder) => inFolder(join(folder, 'node_modules', '.bin'))) : [];
  const global = places.path.split(delimiter).filter((folder) => isAbsolute(folder));
  return [...own, ...inFolder(join(places.extension, 'bin')), ...global.flatMap(inFolder)];
}

/** The first of them that is there and can be run. */
export async function firstExecutable(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    const isThere = await Promise.all([access(path, constants.X_OK), stat(path)]).then(
      ([, it]) => it.isFile(),
      () => false,
    );
    if (isThere) return path;
  }
  return undefined;
}
