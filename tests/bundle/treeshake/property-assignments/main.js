import { Component, helper } from './component.js';
console.log(Component.displayName, Component.Inner(), helper.calls, Object.keys(Component.prototype).join());
