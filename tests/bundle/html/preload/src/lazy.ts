import './lazy.css';
import { both } from './both';
log.push('lazy runs');
export const lazy = both;
