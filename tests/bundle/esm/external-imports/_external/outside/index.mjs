export default 'outside default';
export const named = 'named';
export let count = 0;
export const bump = () => count++;
