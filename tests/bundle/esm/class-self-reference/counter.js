export class Counter {
  static total = 0;
  static default = Counter;
  type = Counter;
  constructor() {
    Counter.total++;
  }
}
export function reset() {
  Counter = 'replaced';
}
