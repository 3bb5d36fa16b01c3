import { how } from 'pkg';
import { how as other } from 'pkg/other';
console.log(how, other);
