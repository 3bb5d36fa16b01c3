import lib from './lib.cjs';
export const helper = () => lib.next();
