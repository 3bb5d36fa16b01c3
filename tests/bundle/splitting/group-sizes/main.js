import './part1.js';
import './part2.js';
import './part3.js';
import './small1.js';
import './small2.js';
import { Large } from './large.js';
console.log('main', new Large().name, new (class extends Large {})().name);
export class Base {
  name = 'base';
}
