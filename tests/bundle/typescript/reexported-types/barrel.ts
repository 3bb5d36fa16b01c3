export { Props, Unused } from './types';
export { make, Kind } from './make';
import { Props, Unused } from './types';
export { Props as Again, Unused as AndAgain };
export default Props;
