export const lib = { a: 'a', b: 1_000 };
