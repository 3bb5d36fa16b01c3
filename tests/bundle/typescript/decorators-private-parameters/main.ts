const log: string[] = [];
const said = (what: string) => (target: any, key: any, place?: any) =>
  void log.push(`${what} ${typeof target} ${key} ${typeof place === 'number' ? place : 'method'}`);

// What decorates a parameter may mention private names, as what decorates the method may.
class Decorated {
  static #text = 'private';
  method(@said(Decorated.#text + ' first') first: number, @said('second') second?: number) {
    return first;
  }
  @said('of method') both(@said(Decorated.#text) only: number) {
    return only;
  }
  static fixed(@said(Decorated.#text + ' static') only: number) {
    return only;
  }
}
console.log(log.join('\n'));
console.log(new Decorated().method(1), new Decorated().both(2), Decorated.fixed(3));
