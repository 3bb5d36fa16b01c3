// In a wrapper, as it is required.
export function Wrapped() {}
Wrapped.displayName = 'Wrapped';
export const wrapped = {};
wrapped.a = Wrapped.displayName;
