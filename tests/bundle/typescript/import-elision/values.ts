export interface Type {
  a: string;
}
export type Other = Type['a'];
export const value: string = 'value';
