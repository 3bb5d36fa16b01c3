import { DEBUG, MODE, LEVEL, NOTHING, EMPTY, changes, change } from './flags.js';
import { VERBOSE } from './derived.js';
import { inspect } from './debug.js';
import { dump, show } from './tools.js';

if (DEBUG) console.log(inspect('main'));
const text = VERBOSE ? dump() : show(LEVEL);
console.log(text, MODE === 'production' ? 'small' : 'DEAD');
console.log(NOTHING ?? 'nothing', EMPTY || 'empty', typeof LEVEL, -LEVEL);
if (!changes) console.log('not yet');
change();
if (changes) console.log('changed');
function quiet() {
  DEBUG && console.log('DEAD quiet');
  return LEVEL > 1 ? 'loud' : 'DEAD';
}
console.log(quiet());
