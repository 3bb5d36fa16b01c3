import { Base, format } from './lib.js';
export const title = () => format('a');
export class Page extends Base {}
export { Base };
