export default () => 'other default';
export const extra = 1;
