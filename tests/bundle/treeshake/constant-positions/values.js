export const minus = -1, half = 0.5, thousand = 1000, yes = true, none = undefined, empty = null, word = 'ab', far = 1e21;
