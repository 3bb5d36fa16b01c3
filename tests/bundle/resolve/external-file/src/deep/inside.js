import { outside } from '../../outside.cjs';
import { beside } from './beside.cjs';
export const inside = [outside, beside];
