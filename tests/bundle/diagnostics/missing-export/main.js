import { usestate, useEffect } from './hooks.js';
import missingDefault from './hooks.js';
import * as hooks from './hooks.js';
export { nothingLikeIt } from './hooks.js';
console.log(usestate, useEffect, missingDefault, hooks);
