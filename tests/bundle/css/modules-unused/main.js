import used from './used.module.css';
import unused from './unused.module.css';
console.log(Object.keys(used).join());
