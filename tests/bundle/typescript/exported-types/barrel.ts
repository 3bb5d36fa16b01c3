export { Shape, Unused, area } from './shape';
export { Kind } from './kind';
import { Unused as Local } from './shape';
export { Local };
