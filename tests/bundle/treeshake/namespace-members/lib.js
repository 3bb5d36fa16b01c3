export const used = 'lib used';
export const unused = 'GONE lib';
export const call = () => 'called';
export function unusedFunction() {
  return 'GONE function';
}
