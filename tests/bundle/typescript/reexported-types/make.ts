import { Props } from './types';
export const make = (name: string): Props => ({ name });
export enum Kind {
  A = 'kind a',
}
