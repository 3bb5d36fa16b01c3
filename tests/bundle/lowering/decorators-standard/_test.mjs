import { lowers } from '../syntax.mjs';
export default lowers('es2022', 'es2021', 'es2017', 'es2015');
