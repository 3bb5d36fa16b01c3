import { exact } from '#exact';
import { a } from '#lib/a';
import { dep } from '#dep';
import { env } from '#env';
import { join } from '#node';
import { self } from 'self';
import { sub } from 'self/sub';
console.log(exact, a, dep, env, join('a', 'b'), self, sub);
