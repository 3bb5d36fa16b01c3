import { outside } from '../outside.cjs';
import { inside } from './deep/inside.js';
import('./deep/later.js').then(({ later }) => console.log(outside, inside, later));
