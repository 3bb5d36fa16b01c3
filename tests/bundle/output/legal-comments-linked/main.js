/*! @license Main: keep me */
import './lib.js';
/** An ordinary comment that goes when minified. */
console.log('main');
