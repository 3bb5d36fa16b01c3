import * as more from './more.js';
// Nothing but the names in the pattern is exported.
console.log(Object.keys(more).join(), more.a, more.rest.c, more.first, more.others.y);
