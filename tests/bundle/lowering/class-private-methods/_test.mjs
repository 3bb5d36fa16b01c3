import { lowers } from '../syntax.mjs';
export default lowers('es2015', 'es2021');
