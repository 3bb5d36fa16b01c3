class Base {
  seen: string[] = [];
  set field(value: string) {
    this.seen.push(`set ${value}`);
  }
}
class Derived extends Base {
  // @ts-expect-error: hides the setter
  field = 'defined';
  untouched: string;
}
const d = new Derived();
console.log(d.seen.length, d.field, 'untouched' in d);
