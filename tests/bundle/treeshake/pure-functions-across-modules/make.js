import { outside } from './effect.js';
/* #__NO_SIDE_EFFECTS__ */
export function marked(name) { outside.log.push(name); return { name }; }
export const box = (value) => ({ value });
export function pair(a, b) { const both = [a, b]; return both; }
export default function () { return new Map(); }
export const noisy = (name) => { outside.log.push(name); return name; };
export let changing = (value) => value;
export function change() { changing = (value) => outside.log.push(`changed ${value}`); }
