import Two from './two.js?worker&inline';
export const two = new Two();
