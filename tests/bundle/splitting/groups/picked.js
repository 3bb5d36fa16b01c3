export const picked = globalThis.picked = 'picked';
