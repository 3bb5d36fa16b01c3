export const seen = globalThis.ran;
