import { marked, box, pair, empty, noisy, changing, change } from './barrel.js';
import * as all from './make.js';
import { outside } from './effect.js';

const unusedMarked = marked('DEAD marked');
const unusedBox = box('DEAD box');
const unusedPair = pair('DEAD a', box('DEAD b'));
const unusedMember = all.box('DEAD member');
const unusedEmpty = empty('DEAD empty');
const unusedNested = box(noisy('kept as an argument'));
noisy('kept');
change();
changing('too');
const used = marked('used');
console.log(used.name, outside.log.join());
