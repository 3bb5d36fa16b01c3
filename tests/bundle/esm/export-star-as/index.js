export * as math from './math.js';
export * as text from './text.js';
export * as default from './math.js';
