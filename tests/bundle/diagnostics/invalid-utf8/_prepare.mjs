import { writeFileSync } from 'node:fs';
writeFileSync('latin1.js', Buffer.concat([Buffer.from('export const ok = 1;\nexport const name = "'), Buffer.from([0xe9]), Buffer.from('";\n')]));
