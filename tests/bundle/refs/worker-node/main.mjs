import { Worker } from 'node:worker_threads';
import Counter from './counter.mjs?worker';
import { shared } from './shared.mjs';
const ask = (worker, value) =>
  new Promise((resolve, reject) => {
    worker.once('message', (answer) => worker.terminate().then(() => resolve(answer)));
    worker.once('error', reject);
    worker.postMessage(value);
  });
console.log(shared(1));
console.log(await ask(new Worker(new URL('./double.mjs', import.meta.url)), 21));
console.log(await ask(new Counter(), 'abc'));
