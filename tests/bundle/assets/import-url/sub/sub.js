import same from '../big.png';
import other from './big.png';
export const sub = [same, other];
