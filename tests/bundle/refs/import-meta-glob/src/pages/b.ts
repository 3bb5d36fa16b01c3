export const title = 'B'; export default 'page b';
