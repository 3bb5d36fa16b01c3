// `nexxo build` and `nexxo check` as tasks.
import { ShellExecution, Task, TaskScope, tasks, workspace, type Disposable, type TaskDefinition, type WorkspaceFolder } from 'vscode';
import type { Engine } from './engine';

const TYPE = 'nexxo';

interface NexxoTask extends TaskDefinition {
  readonly command: string;
  readonly args?: readonly string[];
}

export function registerTasks(engine: Engine): Disposable {
  return tasks.registerTaskProvider(TYPE, {
    provideTasks: async () => {
      const nexxo = await engine.find('nexxo');
      if (nexxo === undefined) return [];
      const folders = workspace.workspaceFolders ?? [];
      return folders.flatMap((folder) => ['build', 'check', 'dev'].map((command) => task(nexxo, { type: TYPE, command }, folder)));
    },
    resolveTask: async ({ definition, scope }) => {
      const nexxo = await engine.find('nexxo');
      const folder = typeof scope === 'object' ? scope : undefined;
      // VS Code gives back what was written in tasks.json, which names the command.
      return nexxo === undefined ? undefined : task(nexxo, definition as NexxoTask, folder, definition);
    },
  });
}

function task(nexxo: string, wanted: NexxoTask, folder?: WorkspaceFolder, definition: TaskDefinition = wanted): Task {
  const run = new ShellExecution(nexxo, [wanted.command, ...(wanted.args ?? [])]);
  const made = new Task(definition, folder ?? TaskScope.Workspace, wanted.command, TYPE, run, '$nexxo');
  made.isBackground = wanted.command === 'dev' || (wanted.args ?? []).some((it) => it === '--watch' || it === '-w');
  return made;
}
