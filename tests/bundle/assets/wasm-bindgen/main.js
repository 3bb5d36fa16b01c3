import { greet } from 'now';
greet(1);
const before = await import('before');
before.greet(1);
const bg = await import('before/before_bg.js');
bg.greet(0);
