export * as shapes from './shapes.js';
