for (let { a, ...r } = {}, { b, ...s } = {}; ; a++) console.log(r, b, s);
