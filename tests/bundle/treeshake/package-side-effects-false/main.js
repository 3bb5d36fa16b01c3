import { a } from 'pure-package';
import 'pure-package/effect.js';
import * as all from 'pure-package/namespace.js';
import whole from 'effect-package';
console.log(a, all.used, whole);
