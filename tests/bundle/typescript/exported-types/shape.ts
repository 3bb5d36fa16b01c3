export interface Shape { width: number }
export type Unused = string;
export type Only = object;
export const area = (shape: Shape) => shape.width;
