import { shared } from './shared.js';
import('./lazy.js').then(({ name }) => console.log('a', shared, name));
