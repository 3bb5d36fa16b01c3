import classic from './classic.jsx';
import automatic from './automatic.jsx';
console.log(classic, automatic);
