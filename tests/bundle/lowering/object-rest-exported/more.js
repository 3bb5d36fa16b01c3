const make = () => ({ a: 1, b: { d: 2 }, c: 3 });
export const { a, b: { d, ...none }, ...rest } = make();
export let first = 0, { x, ...others } = { x: 4, y: 5 };
first = d + Object.keys(none).length;
