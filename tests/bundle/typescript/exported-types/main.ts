// An entry that re-exports types by name, over several files, without saying that they are types.
export { Shape, area } from './barrel';
export * from './barrel';
import { Shape, Kind } from './barrel';
export { Shape as Again, Kind };
import type { Only } from './shape';
export default {} as Only;
