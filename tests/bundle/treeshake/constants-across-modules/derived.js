import { DEBUG, MODE } from './flags.js';
export const VERBOSE = DEBUG || MODE === 'test';
