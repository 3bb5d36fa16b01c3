import { shared } from './shared.js';
import { small } from './small.js';
import { loud } from './loud.js';
export const show = () => [shared('one'), small('one'), loud('one')].join();
