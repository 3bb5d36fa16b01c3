export const title = 'A'; export default 'page a';
