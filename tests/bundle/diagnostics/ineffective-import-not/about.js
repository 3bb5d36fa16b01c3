import { link } from './link.js';
import { shared } from './shared.js';
export const about = `about ${shared}`;
export const back = link;
