import { count, register } from 'both';
import * as all from 'barrel';
import Sub from 'both/sub';
import used from 'user';

// What somebody requires is there once, whoever imports it: what it keeps to itself is the same for all.
register('main');
used.register('user');
all.register('barrel');
console.log(count(), used.count(), all.count(), all.kind, Sub, used.sub);
