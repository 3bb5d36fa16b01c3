import One from './one.js?worker&inline';
postMessage(new One());
