import { helper } from './helper.mjs';
import { value } from './module.mjs';
export const result = helper(value);
