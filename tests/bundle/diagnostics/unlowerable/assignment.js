let a, rest;
({ a: { a, ...rest } } = { a: { a: 1 } });
console.log(a, rest);
