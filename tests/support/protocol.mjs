// Whether messages are what the Language Server Protocol says. Its own types, with which the extension is compiled, are asked:
// each message becomes a constant of the type that its method has, and TypeScript says what does not fit. So a property that
// the protocol does not know is found as well as one that lacks or has the wrong type.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const extension = fileURLToPath(new URL('../../vscode-extension/', import.meta.url));

const TYPES = `
import type * as jsonrpc from ${JSON.stringify(join(extension, 'node_modules/vscode-jsonrpc/lib/common/api'))};
import type { Code, Status, Way } from ${JSON.stringify(join(extension, 'src/protocol'))};
type All = typeof import(${JSON.stringify(join(extension, 'node_modules/vscode-languageserver-protocol/lib/common/api'))});
type Json<T> = T extends void ? null : T;
type Shape<T> =
  T extends import(${JSON.stringify(join(extension, 'node_modules/vscode-languageserver-protocol/lib/common/messages'))}).ProtocolRequestType<infer P, infer R, any, any, any> ? { params: P; result: Json<R> } :
  T extends jsonrpc.RequestType0<infer R, any> ? { params: undefined; result: Json<R> } :
  T extends import(${JSON.stringify(join(extension, 'node_modules/vscode-languageserver-protocol/lib/common/messages'))}).ProtocolNotificationType<infer P, any> ? { params: P } :
  T extends jsonrpc.NotificationType0 ? { params: undefined } : never;
type Standard = {
  [K in keyof All as All[K] extends { method: infer M extends string; type: object } ? M : never]: All[K] extends { type: infer T } ? Shape<T> : never;
};
type Progress = import(${JSON.stringify(join(extension, 'node_modules/vscode-languageserver-protocol/lib/common/api'))}).WorkDoneProgressBegin
  | import(${JSON.stringify(join(extension, 'node_modules/vscode-languageserver-protocol/lib/common/api'))}).WorkDoneProgressReport
  | import(${JSON.stringify(join(extension, 'node_modules/vscode-languageserver-protocol/lib/common/api'))}).WorkDoneProgressEnd;
interface Own {
  '$/progress': { params: { token: number | string; value: Progress } };
  '$/cancelRequest': { params: { id: number | string } };
  '$/setTrace': { params: { value: 'off' | 'messages' | 'verbose' } };
  'nexxo/status': { params: Status | { uri?: string }; result: Partial<Status> | null };
  'nexxo/ways': { params: { uri: string }; result: Way[] | null };
  'nexxo/code': { params: { uri: string }; result: Code };
}
type Methods = Standard & Own;
type Params<M extends keyof Methods> = Methods[M]['params'];
type Result<M extends keyof Methods> = Methods[M] extends { result: infer R } ? R : never;
`;

/**
 * What is wrong with messages, each `{ from: 'editor' | 'server', message }`, in the order in which they were sent. With `of` only
 * what that side said wrongly: a real editor speaks as it does, and may leave before it is answered.
 */
export function problems(messages, folder, of) {
  const wrong = [];
  const lines = TYPES.split('\n');
  const places = new Map();
  const asked = { editor: new Map(), server: new Map() };
  const say = (it, what) => (of === undefined || of === it.from) && wrong.push(`${what}\n  ${it.from}: ${JSON.stringify(it.message).slice(0, 1000)}`);
  const typed = (it, type, value) => {
    places.set(lines.length + 1, it);
    lines.push(`const m${lines.length}: ${type} = ${value === undefined ? 'undefined' : JSON.stringify(value)};`);
  };
  for (const it of messages) {
    const { message } = it;
    const { jsonrpc, id, method, params, result, error, ...more } = message;
    if (jsonrpc !== '2.0' || Object.keys(more).length > 0) say(it, 'not an envelope of JSON-RPC');
    numbers(message, (path) => say(it, `not a whole number from 0 on: ${path}`));
    if (method !== undefined) {
      if (id !== undefined) asked[it.from].set(id, method);
      // Many say so that there are none.
      typed(it, `Params<${JSON.stringify(method)}>`, params ?? undefined);
      continue;
    }
    const question = asked[it.from === 'editor' ? 'server' : 'editor'];
    const answered = question.get(id);
    question.delete(id);
    if (error) {
      if (!Number.isInteger(error.code) || typeof error.message !== 'string' || 'result' in message) say(it, 'not an error of JSON-RPC');
    } else if (answered === undefined) say(it, 'an answer that nobody asked for');
    else if (!('result' in message)) say(it, 'an answer without a result');
    else typed(it, `Result<${JSON.stringify(answered)}>`, result);
  }
  if (of === undefined) for (const [id, method] of asked.editor) wrong.push(`${method} (${id}) was not answered`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'messages.ts'), lines.join('\n'));
  const strict = ['--strict', '--skipLibCheck', '--noEmit', '--pretty', 'false', '--target', 'es2022', '--module', 'nodenext', '--types', ''];
  const tsc = spawnSync(join(extension, 'node_modules/.bin/tsc'), [...strict, join(folder, 'messages.ts')], { encoding: 'utf8' });
  const said = [...tsc.stdout.matchAll(/messages\.ts\((\d+),\d+\): (error .*(?:\n +.*)*)/g)];
  for (const [, line, words] of said) {
    const it = places.get(Number(line));
    if (it) say(it, words);
    else wrong.push(words);
  }
  if (tsc.status !== 0 && said.length === 0) wrong.push(`TypeScript failed: ${tsc.error ?? tsc.stdout + tsc.stderr}`);
  return wrong;
}

/** Finds numbers that the protocol wants to count with. */
function numbers(value, found, path = '') {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, it] of Object.entries(value)) {
    const counts = ['line', 'character', 'version', 'severity', 'kind'].includes(key) && typeof it === 'number';
    if (counts && !(Number.isInteger(it) && it >= 0 && it < 2 ** 31)) found(`${path}.${key}`);
    numbers(it, found, `${path}.${key}`);
  }
}
