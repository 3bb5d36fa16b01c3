import './third.js';
console.log('second');
export function later() {
  console.log('later');
}
