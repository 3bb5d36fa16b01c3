import { basename, join } from 'node:path';
import { named } from 'outside';
const outside = 'a local called outside';
console.log(outside, named, basename(join('x', 'y')));
