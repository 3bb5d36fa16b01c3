export * from './kinds';
export * as kinds from './kinds';
