import { one } from '/lib/one';
import { two } from '/two';
import { three } from '/src/three';
console.log(one, two, three);
