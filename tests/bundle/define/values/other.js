const COUNT = 'a declared name is not replaced';
export const other = COUNT;
