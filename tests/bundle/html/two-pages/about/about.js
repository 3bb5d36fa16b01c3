import { shared } from '../shared.js';
document.title = `about ${shared}`;
