import { both } from './both';
export const other = both;
