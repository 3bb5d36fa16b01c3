// Anonymous default exports get a name of the bundler's making, as with esbuild; names that were given stay.
import './function.js';
import './arrow.js';
import './class.js';
import D from './class-with-name.js';
import named from './named.js';
console.log([D.name, named.name].join());
