const local = 'top ';
export function run(code, parameter) {
  const inner = 'inner ';
  return local + eval(code);
}
