// `home` leads back to `about`, which was loaded by the import() of it.
import { shared } from './shared.js';
const { about } = await import('./about.js');
const { home } = await import('./home.js');
console.log(about, home, `${shared}`, await (await import('./about.js')).back());
