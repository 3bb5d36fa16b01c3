import { loop, outer } from './names.js';
const done = 'variable';
let n = 0;
loop: for (let i = 0; i < 3; i++) {
  done: for (;;) {
    n++;
    if (i === 1) continue loop;
    break done;
  }
  outer: {
    if (i === 2) break outer;
    n += 10;
  }
}
console.log(n, done, loop(), outer);
