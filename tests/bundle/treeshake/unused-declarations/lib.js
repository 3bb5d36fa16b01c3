export const used = () => `used ${helper()}`;
const helper = () => 'helper';
export const unused = () => 'GONE export ' + onlyForUnused();
function onlyForUnused() {
  return 'GONE transitive';
}
export class Unused extends Object {
  static value = 'GONE static';
}
export default function () {
  return 'GONE default';
}
export const template = `GONE template`, regex = /GONE regex/, negative = -1, sum = 1 + 2, text = 'GONE ' + 'text';
export var first = 'GONE first', second = () => first;
function cyclicA() {
  return 'GONE cycle' + cyclicB();
}
function cyclicB() {
  return cyclicA();
}
