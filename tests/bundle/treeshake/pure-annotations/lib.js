const effect = (text) => {
  globalThis.ran = (globalThis.ran ?? '') + text;
  return text;
};
export const used = /* @__PURE__ */ effect('used');
export const unused = /* @__PURE__ */ effect('GONE pure');
export const unusedNew = /*#__PURE__*/ new Map([['GONE new', 1]]);
export const nested = /*#__PURE__*/ effect(/*#__PURE__*/ effect('GONE nested'));
const memo = (f) => (console.log('memo runs'), f);
export const Component = /*#__PURE__*/ memo(() => 'component');
export const Unused = /*#__PURE__*/ memo(() => 'GONE component');
/*#__NO_SIDE_EFFECTS__*/
function make(x) {
  return console.log('GONE make'), x;
}
export const made = make('GONE made');
export const iife = /* @__PURE__ */ (() => {
  class Inner {}
  Inner.text = 'GONE iife';
  return Inner;
})();
