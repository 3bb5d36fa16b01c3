export * from './math.wasm';
