console.log(require('./wrapped').last());

function each(list) {
  for (var { id, ...others } of list) if (id > 1) break;
  return JSON.stringify(others);
}
console.log(each([{ id: 1, a: 1 }, { id: 2, b: 2 }, { id: 3, c: 3 }]));
for (var { length, ...letters } in { ab: 1 }) { let length = 'inner'; console.log(length); }
console.log(length, JSON.stringify(letters));
