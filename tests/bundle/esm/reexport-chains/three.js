export const a = 'a', c = 'c', inner = 'inner';
export default 'three default';
export class Deep {
  name = 'deep';
}
