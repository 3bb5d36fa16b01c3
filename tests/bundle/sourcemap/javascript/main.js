import { helper } from './lib/helper.js';
import common from './lib/common.cjs';

function   MARK_spaced ( a,b ) {
    return a   +   'MARK_in_function'   +   b
}
console.log('MARK_one', helper('MARK_two'), /* a comment */ common.value, MARK_spaced(1, 'MARK_three'));

/* a
   longer
   comment */ console.log(`MARK_template ${'MARK_nested' + 1}`, ['MARK_ünï', '👩‍👩‍👧', 'MARK_after_emoji']);
export const exported = () => { if (helper) { console.log('MARK_branch') } else { throw new Error('MARK_else') } };
