let value = 'before';
export { value as default };
export const set = (to) => (value = to);
