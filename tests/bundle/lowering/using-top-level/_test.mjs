import { lowers } from '../syntax.mjs';
export default lowers('es2022');
