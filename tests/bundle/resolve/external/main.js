import { a } from 'pkg';
import { deep } from 'pkg/deep.js';
import { b } from '@scope/b';
import { inside } from 'pkg-inside';
console.log(a, deep, b, inside);
export const remote = () => import('https://example.invalid/x.js');
