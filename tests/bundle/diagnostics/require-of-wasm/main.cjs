console.log(require('./a.wasm'));
