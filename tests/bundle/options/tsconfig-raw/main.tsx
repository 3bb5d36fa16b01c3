const h = (tag: string) => `h ${tag}`;
class Base {
  set field(value: number) {
    console.log('setter', value);
  }
}
class Derived extends Base {
  field = 1;
}
new Derived();
console.log(<i />);
