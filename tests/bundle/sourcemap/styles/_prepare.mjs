import { writeFileSync } from 'node:fs';
writeFileSync('in/i.svg', `<svg xmlns="http://www.w3.org/2000/svg">${' '.repeat(5000)}</svg>`);
