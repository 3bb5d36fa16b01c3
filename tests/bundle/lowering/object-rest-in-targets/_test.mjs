import { lowers } from '../syntax.mjs';
export default lowers('es2017', 'es2022', 'es2015');
