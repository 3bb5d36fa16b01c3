import { helper } from './helper.mjs';
console.log('module');
export const value = helper('value');
export class Class {
  x = helper('x');
}
export default function () {
  return helper('default');
}
