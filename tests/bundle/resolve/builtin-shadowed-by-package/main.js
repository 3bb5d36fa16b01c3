import { EventEmitter } from 'events';
import punycode from 'punycode/';
console.log(EventEmitter, punycode);
