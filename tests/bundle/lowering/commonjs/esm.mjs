import helper, { first } from './helper.cjs';
export const spread = { ...helper.second, first };
