import 'globs';
import 'globs/setup.js';
import 'globs/other.js';
import 'globs/deep/polyfills/a.js';
import 'globs/deep/pure.js';
import 'globs/x.effect.js';
console.log('main');
