import { used } from './common.cjs';
import './effect.cjs';
console.log(used);
