import { count, increment, replaceable } from './counter.js';
import * as counter from './counter.js';
export const read = () => [count, counter.count, replaceable()].join();
export { increment };
