import { f, counter, bump } from './deep.js';
import * as ns from './deep.js';
export { f as x, f as y, counter as z, ns, bump };
export default f;
