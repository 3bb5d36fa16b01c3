import { join } from 'node:path';
module.exports = join('a', 'b');
