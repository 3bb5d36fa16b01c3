export namespace Shape {
  const factor = 3;
  export function area(n: number) {
    return n * factor;
  }
}
export namespace Shape {
  export namespace Deep {
    export const name = `deep ${typeof Shape}`;
  }
}
export function fn() {
  return 'fn';
}
export namespace fn {
  export const version = '1.0';
}
export class Klass {
  x = 'x';
}
export namespace Klass {
  export const helper = () => 'helper';
}
export namespace Outer.Inner {
  export const deep = 'outer inner';
}
export namespace OnlyTypes {
  export interface A {}
}
