const read = () => lookUp('setting');
function lookUp(name) {
  return globalThis[name];
}
class Named {
  value = lookUp('setting');
}
export const direct = /* #__PURE__ */ read();
export const inline = /* #__PURE__ */ (() => globalThis.setting)();
export const named = /* #__PURE__ */ new Named();
export const whole = /* #__PURE__ */ settings();
