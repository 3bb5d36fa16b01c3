// More names than there are of one and two letters, so that mangling must step over the language's own words.
import { writeFileSync } from 'node:fs';
const n = 4000;
let text = '', sum = [];
for (let i = 0; i < n; i++) {
  text += `export function name${i}() { return Math.min(0, 1) + ${i}; }\n`;
  sum.push(`name${i}`);
}
writeFileSync('names.js', text);
writeFileSync('main.js', `import { ${sum.join()} } from './names.js';\nlet total = 0;\nfor (const f of [${sum.join()}]) total += f();\nconsole.log(total);\n`);
