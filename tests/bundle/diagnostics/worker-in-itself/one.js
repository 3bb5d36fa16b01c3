import { two } from './between.js';
import Fine from './fine.js?sharedworker&inline';
postMessage([two, new Fine()]);
