export const clash = 'right', explicit = 'explicit from right', onlyRight = 'right';
export { shared } from './shared.js';
export default 'right';
