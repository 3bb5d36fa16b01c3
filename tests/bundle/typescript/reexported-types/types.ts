export interface Props {
  name: string;
}
export type Unused = number;
export const Props2 = 1;
