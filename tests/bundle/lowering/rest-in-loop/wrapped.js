for (var [{ a, ...rest }] of [[{ a: 1, b: 2 }], [{ a: 3, c: 4 }]]);
export function last() {
  return JSON.stringify([a, rest]);
}
