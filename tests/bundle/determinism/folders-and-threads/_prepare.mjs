import { writeFileSync, mkdirSync } from 'node:fs';
writeFileSync('app/icon.png', Buffer.alloc(9000, 1));
mkdirSync('app/src/pages');
let index = 'export const pages = [\n';
for (let i = 0; i < 40; i++) {
  writeFileSync(`app/src/pages/page${i}.ts`, `import { shared${i % 5} as shared, value } from '../shared/shared${i % 5}';\nimport { value as other } from '../shared/shared${(i + 1) % 5}';\nexport const title: string = \`page ${i} \${shared} \${value} \${other}\`;\n`);
  index += `  () => import('./page${i}'),\n`;
}
writeFileSync('app/src/pages/index.ts', `${index}];\n`);
mkdirSync('app/src/shared');
for (let i = 0; i < 5; i++) writeFileSync(`app/src/shared/shared${i}.ts`, `export const shared${i} = ['shared ${i}'].join();\nexport const value = [${i}].length;\n`);
