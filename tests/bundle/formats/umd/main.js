import outside, { named, bump, count } from 'outside';
import * as whole from 'outside';
import { answer } from './common.cjs';
export * from './more.js';
export const result = [outside.name, named, whole.named, answer].join(' ');
export const live = () => { bump(); return count; };
export default function main() { return typeof this; }
