export const used = 'used';
export const unused = ['KEPT export'];
globalThis.keep = () => unused;
function local() {
  return 'KEPT local';
}
export { local };
