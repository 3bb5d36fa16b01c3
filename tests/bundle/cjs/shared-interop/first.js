import './effect.cjs';
import * as counter from './counter.cjs';
console.log('first', counter.value, counter.default.loads);
