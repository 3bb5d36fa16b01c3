import { viaRequire } from './common.cjs';
import outside from 'outside';
console.log(viaRequire.join(), outside.value);
