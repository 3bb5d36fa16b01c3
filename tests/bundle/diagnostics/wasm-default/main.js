import url from './a.wasm';
console.log(url);
