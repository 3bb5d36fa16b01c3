export { add as again } from './math.wasm';
