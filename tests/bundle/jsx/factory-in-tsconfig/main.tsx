const h = (...args: unknown[]) => ['h', ...args];
const Fragment = 'fragment';
console.log(JSON.stringify(<><i a="b">x</i></>));
