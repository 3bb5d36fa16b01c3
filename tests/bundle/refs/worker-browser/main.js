import url from './part.js?worker&url';
import Part from './part.js?worker';
import Shared from './part.js?sharedworker';
export const module = () => new Worker(new URL('./part.js', import.meta.url), { type: 'module' });
export const classic = () => new Worker(new URL('./part.js', import.meta.url));
export const shared = () => new SharedWorker(new URL('./part.js', import.meta.url), { type: 'module', name: 'one' });
export { url, Part, Shared };
