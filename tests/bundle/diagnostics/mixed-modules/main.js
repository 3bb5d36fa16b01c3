export { join } from 'node:path';
module.exports = 'a';
