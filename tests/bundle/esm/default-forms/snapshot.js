let value = 'before';
export default value;
export { value as current };
export const change = () => {
  value = 'after';
};
