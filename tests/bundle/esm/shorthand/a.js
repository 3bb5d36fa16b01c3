export const value = 'a value', name = 'A', list = [1, 2];
