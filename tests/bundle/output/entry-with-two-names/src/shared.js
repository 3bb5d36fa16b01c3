export const token = {};
export default 'default';
