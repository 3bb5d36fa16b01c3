export const title = 'C'; export default 'page c';
