export function Component() {}
Component.displayName = 'Component';
Component.Inner = () => 'inner';
Component.prototype.render = function () {};
export const helper = () => {};
helper.calls = 0;
helper.calls++;
