import nothing, * as all from './empty.js';
import './empty.js';
import stub from 'stub';
import wrapped from './require.cjs';
console.log(typeof nothing, all.default === nothing, JSON.stringify(stub), wrapped);
