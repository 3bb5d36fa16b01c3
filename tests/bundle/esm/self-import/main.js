import * as self from './main.js';
import { value as again, call as callAgain } from './main.js';
export const value = 'value';
export function call() {
  return self.value;
}
console.log(again, callAgain(), Object.keys(self).join(), self.self === self);
export { self };
