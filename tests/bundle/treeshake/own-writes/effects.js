// Each of these does more than to add a property.
const log = [];
class Accessors {
  static set value(value) {
    log.push('static ' + value);
  }
  set inherited(value) {
    log.push('own ' + value);
  }
}
Accessors.value = 1;
Accessors.prototype.inherited = 2;
class Sub extends Accessors {}
Sub.value = 3;
const setter = {
  set value(value) {
    log.push('object ' + value);
  },
};
setter.value = 4;
let changed = {};
changed = setter;
changed.value = 5;
function Named() {}
Named.value = log.push('right side');
try {
  (() => {
    Named.name = 'not writable';
  })();
} catch (error) {
  log.push(error.constructor.name);
}
export const read = () => log.join();
