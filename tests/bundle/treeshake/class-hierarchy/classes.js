class Base {
  name() {
    return 'base';
  }
}
export class Used extends Base {
  #private = 1;
  static count = 0;
  name() {
    return `used, ${super.name()} ${this.#private} ${Used.count}`;
  }
}
class UnusedBase {
  text = 'GONE base';
}
export class Unused extends UnusedBase {
  static make() {
    return 'GONE static method';
  }
  get accessor() {
    return 'GONE accessor';
  }
}
