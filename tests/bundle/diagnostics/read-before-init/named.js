import * as all from './base.js';
export const label = `label ${all.ns}`;
