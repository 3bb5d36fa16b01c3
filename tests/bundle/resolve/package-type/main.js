import esm from 'typed-module';
import cjs from 'typed-commonjs';
import { deep } from 'typed-module/nested/cjs.js';
console.log(esm, cjs.value, deep);
