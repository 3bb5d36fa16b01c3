globalThis.Lib = { make: (text) => (console.log(text), text), other: (text) => (console.log(text), text) };
globalThis.register = Lib.make;
const a = register('unused register');
const b = Lib.make('unused make');
const c = Lib.other('kept other');
export const used = Lib.make('used');
