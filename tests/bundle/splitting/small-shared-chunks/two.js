import { small } from './small.js';
import { loud } from './loud.js';
export const show = () => [small('two'), loud('two')].join();
