// A file of its own may make what it stands in.
import File from './fine.js?worker';
import Unused from './fine.js?worker&inline';
postMessage(new File());
