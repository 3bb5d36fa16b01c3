import { counter } from 'kept';
import { add } from './other.cjs';
// No file of its own for `require`: nothing to share.
import { only } from 'modern';
// `exports` say it of each kind.
import { kind } from 'mapped';
import { kind as required } from './mapped.cjs';
const later = await import('kept');

add();
console.log(counter.count, later.counter === counter, only, kind, required);
