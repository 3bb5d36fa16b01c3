import { parentPort, Worker } from 'node:worker_threads';
import { shared } from './shared.mjs';
parentPort.once('message', (value) => {
  if (value === 0) return parentPort.postMessage('deep');
  // A worker may start itself, and others.
  const deeper = new Worker(new URL('./double.mjs', import.meta.url));
  deeper.once('message', (answer) => parentPort.postMessage([shared(value), answer]));
  deeper.postMessage(0);
});
