export const größe = 'size', \u{61}bc = 'escaped', 𠮷 = 'astral';
export function 数値() {
  return 'number';
}
