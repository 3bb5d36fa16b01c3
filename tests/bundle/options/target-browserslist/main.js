const a = { b: { c: 1 } };
console.log(a?.b?.c ?? 2);
