for (var { a, ...i } of [{ a: 1, b: 2 }]);
export function last() {
  return JSON.stringify(i);
}
