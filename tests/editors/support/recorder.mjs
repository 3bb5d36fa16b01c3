// node recorder.mjs SERVER FILE [ARGUMENT...]: stands between an editor and a language server, and notes what they say, one
// message a line.
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { read } from '../../support/frames.mjs';

const [server, file, ...args] = process.argv.slice(2);
const notes = createWriteStream(file, { flags: 'a' });
const note = (from) => (message) => notes.write(`${JSON.stringify({ from, message })}\n`);
const child = spawn(server, args, { stdio: ['pipe', 'pipe', 'inherit'] });
read(process.stdin, note('editor'));
read(child.stdout, note('server'));
process.stdin.pipe(child.stdin);
child.stdout.pipe(process.stdout);
child.on('exit', (code) => notes.end(() => process.exit(code ?? 1)));
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => child.kill(signal));
