import { other } from './other.js';
globalThis.own = 'own value';
console.log(process.env.NODE_ENV, __VERSION__, COUNT + 1, OBJECT.a[1], global.name, NOTHING, ALIAS, typeof COUNT);
console.log({ COUNT }.COUNT, { __VERSION__: 1 }.__VERSION__, `${__VERSION__}`, process.env['NODE_ENV'], process?.env?.NODE_ENV);
(function (COUNT, process) {
  console.log(COUNT, process.env.NODE_ENV);
})('shadowed', { env: { NODE_ENV: 'own' } });
const object = { global: { name: 'member' } };
console.log(object.global.name, other, process.env.HOME_IS_NOT_DEFINED);
