import Part from './part.js?worker&inline';
import Unused from './unused.js?worker&inline';
export { Part };
