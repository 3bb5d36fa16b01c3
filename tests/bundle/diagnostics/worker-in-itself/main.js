import Alone from './alone.js?worker&inline';
import One from './one.js?worker&inline';
import Fine from './fine.js?worker&inline';
console.log(new Alone(), new One(), new Fine());
