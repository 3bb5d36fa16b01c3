import './a.wasm';
