export const a = 'a';
export const fn = () => 'fn';
const notExported = 'GONE';
