import { run, local } from './esm.mjs';
import cjs from './common.cjs';
const outer = (() => {
  const secret = 'nested';
  return (code) => eval(code);
})();
console.log(run('local + hidden()'), local, outer('secret'), cjs('typeof exports + typeof module + __name'));
const indirect = eval;
globalThis.shared = 'global';
console.log(new Function('return typeof secretOfModule')(), indirect('shared'), (0, eval)('typeof secretOfModule'));
const secretOfModule = 1;
export { secretOfModule };
