console.log(require('./wrapped').last());

function each(list) {
  for (var { id, ...others } of list) if (id > 1) break;
  return JSON.stringify(others);
}
console.log(each([{ id: 1, a: 1 }, { id: 2, b: 2 }, { id: 3, c: 3 }]));
for (var { length, ...letters } in { ab: 1 }) { let length = 'inner'; console.log(length); }
console.log(length, JSON.stringify(letters));
// What the body declares is its own.
for (let { a, ...rest } of [{ a: 1, b: 2 }]) {
  let rest = 3;
  const a = 4;
  console.log(a, rest);
}
for (const { length, ...rest } in { key: 0 }) {
  class length {}
  console.log(typeof length, rest[0]);
}
