import { how } from 'pkg';
import { mode } from 'pkg/mode';
import { order } from 'pkg/order';
console.log(how, mode, order);
