export const other = 'other';
if (globalThis.never) console.error(other);
