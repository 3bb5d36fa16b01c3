// `require` of what is not in the bundle, where there may be none: it throws when it is called.
const missingRequire = (specifier) => {
  if (typeof require !== 'undefined') return require(specifier);
  throw new Error('require("' + specifier + '") is not possible here: the module is not part of the bundle');
};
export const __require = /* @__PURE__ */ (() => (typeof require !== 'undefined' ? require : missingRequire))();
