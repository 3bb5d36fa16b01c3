import './lazy.css';
import { both } from './both';
export const lazy = both;
