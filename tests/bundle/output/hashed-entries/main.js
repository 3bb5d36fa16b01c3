import './main.css';
import { value } from './value.js';
console.log(value);
