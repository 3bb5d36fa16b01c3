export const Array = { isArray: 'mine' };
const parseInt = () => 'my parseInt';
function setTimeout() {
  return 'my setTimeout';
}
class Map {
  get() {
    return 'my map';
  }
}
let globalThis = 'my globalThis', undefined2 = 'x';
export const useOwn = () => [parseInt(), setTimeout(), new Map().get(), globalThis, undefined2].join();
