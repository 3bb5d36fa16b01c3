let a, rest;
const f = async (value) => ({ a: { a = await 1, ...rest } } = value);
console.log(f, a, rest);
