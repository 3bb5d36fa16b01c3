import { usestate } from './hooks.js';
import './missing.js';
console.log(usestate);
