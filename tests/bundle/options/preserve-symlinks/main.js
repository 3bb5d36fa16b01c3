import { id as one } from 'one';
import { id as two } from 'two';
console.log(one === two);
