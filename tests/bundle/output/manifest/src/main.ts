import './style.css';
import logo from './logo.bin?url';
import { shared } from './shared';

console.log(logo, shared);
import('./lazy');
import('./other');
