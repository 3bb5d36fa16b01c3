import small from './small.wasm?init';
import large from './large.wasm?init';
import url from './large.wasm?url';
import unused from './small.wasm?init&x';

const imports = { env: { base: () => 40 } };
const both = await Promise.all([small(imports), large(imports)]);
console.log(both.map((it) => it instanceof WebAssembly.Instance && it.exports.add(2)).join(), /large/.test(url));
await small().catch((error) => console.log(error instanceof TypeError));
