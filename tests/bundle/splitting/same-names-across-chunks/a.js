const name = 'a';
export const value = `value ${name}`;
export function helper() {
  return `helper ${name}`;
}
