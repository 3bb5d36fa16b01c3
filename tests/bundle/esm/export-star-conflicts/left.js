export const clash = 'left', explicit = 'explicit from left', onlyLeft = 'left';
export { shared } from './shared.js';
export default 'left';
