import { lowers } from '../syntax.mjs';
export default lowers('es2021', 'es2022', 'es2015');
