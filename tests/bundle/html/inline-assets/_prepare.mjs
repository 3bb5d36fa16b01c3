import { writeFileSync } from 'node:fs';
writeFileSync('large.svg', `<svg xmlns="http://www.w3.org/2000/svg"><desc>${'large '.repeat(1000)}</desc></svg>`);
