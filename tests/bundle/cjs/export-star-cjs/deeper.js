export * from './other.cjs';
