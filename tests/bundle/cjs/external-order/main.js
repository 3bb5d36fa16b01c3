import { second } from 'second';
import './dep.js';
import { third } from './lib/reads.js';
import 'fourth';
console.log('main', second, third);
