import { name } from './name.js';
export const Process = { name };
export const later = 'later';
const cwd = () => '/cwd';
export { cwd as 'process.cwd' };
export const unused = 'not in the output';
