import { small } from './small.js';
export const show = () => small('three');
