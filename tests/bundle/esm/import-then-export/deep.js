export const f = () => 'f';
export let counter = 0;
export const bump = () => counter++;
export const value = 'value';
