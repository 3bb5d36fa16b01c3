export const ON = true;
export const OFF = false;
export default 4;
