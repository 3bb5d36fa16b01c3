import { usestate, useEffect } from './hooks.js';
import missingDefault from './hooks.js';
import * as hooks from './hooks.js';
export { nothingLikeIt } from './hooks.js';
import { nobodyAsks } from './hooks.js';
import './types.ts';
import { known } from './barrel.js';
console.log(usestate, useEffect, missingDefault, hooks, known);
