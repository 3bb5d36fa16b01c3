import { count, increment, replace } from './counter.js';
import * as all from './counter.js';
export const read = () => [count, all['count']].join();
export { increment, replace, all };
