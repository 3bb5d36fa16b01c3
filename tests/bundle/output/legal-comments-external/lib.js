/**
 * @license Lib-1.0
 * Copyright (c) somebody
 */
//! a line that is legal too
export const unused = 1;
console.log('lib');
/* @preserve kept in the middle */
