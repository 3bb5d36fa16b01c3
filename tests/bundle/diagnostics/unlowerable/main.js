import './assignment.js';
import './bigint.js';
import './chain.js';
import './default.js';
import './escape.js';
import './loop.js';
import './new-target.js';
import './rest.js';
import './top-level-await.js';
// These are lowered rightly, or are no more than the target has.
export const f = ({ a, ...rest }, b = 1) => [a, rest, b, f?.(), f?.name.length];
