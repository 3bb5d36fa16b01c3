const made = { 0: 'zero', [-0]: 'minus zero', [-1]: 'minus one', [-1.5]: 'and a half', [-1e21]: 'huge' };
class Keys {
  [-1] = 'field';
  static [-2]() { return 'method'; }
}
const { [-1]: one } = made;
console.log(JSON.stringify(made), new Keys()[-1], Keys['-2'](), one, Object.is(-0, 0));
