import { name } from 'outside';
import { name as deep } from 'outside/deep.js';
import { mapped } from '@/mapped';
import { own } from '#own';
import { aliased } from 'aliased';
console.log(name, deep, mapped, own, aliased);
