import { value, loads } from './counter.cjs';
export const again = () => value + loads;
