export const imported = 'imported'; const local = 'other'; globalThis.use = local;
