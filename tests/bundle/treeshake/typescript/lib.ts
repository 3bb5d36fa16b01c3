export enum Used {
  A = 'a',
}
export enum Unused {
  A = 'GONE enum',
  B = 2,
}
export class Helper {
  constructor(public value = 'helper') {}
}
export class UnusedHelper {
  static text: string = 'GONE static';
  constructor(private readonly gone = 'GONE parameter') {}
}
export namespace UnusedTypes {
  export type T = string;
}
