import { createRequire } from 'node:module';
export const __require = /* @__PURE__ */ (() => createRequire(import.meta.url))();
