export const counted: string[] = [];
const count = (_value: unknown, context: any) => void counted.push(String(context.name));
const extended = (value: any) =>
  class extends value {
    extra = 'extra';
  } as any;

export default class {
  @count value = 1;
  @count ['a' + 'b'] = 2;
}
@extended
export class Replaced {
  static #secret = 'secret';
  @count [Symbol.iterator]() {}
  @count 1 = 'one';
  declare extra: string;
  static secret() {
    return Replaced.#secret;
  }
}
