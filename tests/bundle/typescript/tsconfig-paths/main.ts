import { a } from '@/lib/a';
import { exact } from '~exact';
import { fallback } from 'fallback/exact';
import { viaBase } from 'lib/via-base';
import { fromPackage } from 'package';
import { b } from 'exact/suffix';
console.log(a, exact, fallback, viaBase, fromPackage, b);
