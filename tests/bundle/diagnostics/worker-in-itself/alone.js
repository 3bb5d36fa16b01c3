import Alone from './alone.js?worker&inline';
postMessage(new Alone());
