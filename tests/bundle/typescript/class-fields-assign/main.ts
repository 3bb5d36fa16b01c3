class Base {
  seen: string[] = [];
  set field(value: string) {
    this.seen.push(`set ${value}`);
  }
}
class Derived extends Base {
  // @ts-expect-error: with define semantics it would hide the setter
  field = 'assigned';
  untouched: string;
}
const d = new Derived();
class Point {
  sum = this.x + this.y;
  constructor(public x: number, readonly y = 2) {}
}
console.log(new Point(1).sum);
console.log(d.seen.join(), 'untouched' in d);
