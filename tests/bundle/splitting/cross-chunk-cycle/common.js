import { register } from './registry.js';
register('common');
export const common = 'common ';
