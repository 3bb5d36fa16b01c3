import { Base, format } from './lib.js';
import json from './data.json';
export const title = () => format(json.name);
export class Page extends Base {}
export { Base };
