const source = { a: 1, b: { c: undefined }, x: 10, y: 20 };
export let { a, b: { c = 5 }, ...rest } = source;
export let [first, , third = 'third'] = [1, 2];
export var d = 'd', e;
export const { ['comp' + 'uted']: computed = (() => 'by default')() } = {};
export const { made = () => 'made' } = {};
export function reassign() {
  ({ a, c, ...rest } = { a: 'new a', c: 'new c', z: 1 });
  [first, third = 'fallback'] = ['new first'];
  d += '!';
  e ??= 'set';
  [{ d }] = [{ d: d + '?' }];
}
