import common from './common.cjs';
console.log(typeof common, this === undefined);
export const ignored = 1;
