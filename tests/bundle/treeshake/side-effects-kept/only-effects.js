globalThis.effects.push('file');
export const unused = 1;
