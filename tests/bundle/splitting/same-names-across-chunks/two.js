import { value as a } from './a.js';
import { value } from './b.js';
const helper = () => 'own helper', name = 'two';
console.log(name, a, value, helper());
