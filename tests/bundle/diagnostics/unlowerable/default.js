console.log(({ a, ...rest }, b = rest) => b);
