export const ɵsecret = 'secret';
export const größe = { ñ: 'size' };
export function 名() {
  return 'name';
}
