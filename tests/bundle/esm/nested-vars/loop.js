for (var key in { a: 1 });
for (var { a, ...others } of []);
