import { parentPort } from 'node:worker_threads';
parentPort.once('message', (text) => parentPort.postMessage(text.length));
