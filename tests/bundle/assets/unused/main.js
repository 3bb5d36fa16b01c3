import used from './used.png';
import unused from './unused.png';
console.log(typeof used);
