export const deep = new URL('../text.txt', import.meta.url);
