console.log('main');
const a = import('./a.js');
console.log('after');
a.then((ns) => {
  console.log(ns.default, ns.value);
  return import('./b.js');
}).then((ns) => console.log(ns.b));
