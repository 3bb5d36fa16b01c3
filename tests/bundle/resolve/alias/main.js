import { h } from 'react';
import sub from 'react/sub';
import { a } from '@/a.js';
import exact from 'exact';
import other from 'reactor';
import scoped from '@scope/pkg';
console.log(h, sub, a, exact, other, scoped);
