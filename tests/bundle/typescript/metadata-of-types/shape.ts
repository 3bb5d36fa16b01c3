export interface Shape { width: number }
export type Kind = string;
export class Klass {}
