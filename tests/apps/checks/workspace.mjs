// node workspace.mjs [FLAGS]: a pnpm-style workspace: an app, a linked TypeScript package with a dependency of its own, and
// a store of links.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { modules, nexxo, run, workFolder } from './nexxo.mjs';

const flags = process.argv.slice(2);
const work = workFolder('workspace', `run${flags.join('')}`);
const write = (path, text) => {
  mkdirSync(dirname(join(work, path)), { recursive: true });
  writeFileSync(join(work, path), typeof text === 'string' ? text : JSON.stringify(text, null, 2));
};
const link = (from, to) => {
  mkdirSync(dirname(join(work, from)), { recursive: true });
  symlinkSync(relative(dirname(join(work, from)), join(work, to)), join(work, from));
};
const install = (name, version) => {
  cpSync(join(modules, name), join(work, `node_modules/.pnpm/${name}@${version}/node_modules/${name}`), { recursive: true });
};

install('zod', '4.6.7');
install('react', '19.3.1');
write('pnpm-workspace.yaml', "packages:\n  - 'packages/*'\n");
write('package.json', { name: 'root', private: true });

write('packages/schema/package.json', { name: '@acme/schema', type: 'module', exports: { '.': './src/index.ts', './*': './src/*.ts' }, dependencies: { zod: '^4' } });
write('packages/schema/tsconfig.json', { compilerOptions: { strict: true, verbatimModuleSyntax: true } });
write('packages/schema/src/index.ts', `import { z } from 'zod';\nimport { shout } from './text.js';\nexport const User = z.object({ name: z.string().transform(shout) });\nexport type User = z.infer<typeof User>;\nexport enum Role { Admin = 'admin' }\n`);
write('packages/schema/src/text.ts', `export const shout = (text: string): string => text.toUpperCase();\n`);
link('packages/schema/node_modules/zod', 'node_modules/.pnpm/zod@4.6.7/node_modules/zod');

write('packages/ui/package.json', { name: '@acme/ui', exports: './src/index.tsx', peerDependencies: { react: '*' } });
write('packages/ui/tsconfig.json', { extends: '../../tsconfig.base.json' });
write('tsconfig.base.json', { compilerOptions: { jsx: 'react-jsx', strict: true } });
write('packages/ui/src/index.tsx', `import { useId } from 'react';\nimport type { User } from '@acme/schema';\nexport const Badge = ({ user }: { user: User }) => <b>{user.name}</b>;\nexport { useId };\n`);
link('packages/ui/node_modules/react', 'node_modules/.pnpm/react@19.3.1/node_modules/react');
link('packages/ui/node_modules/@acme/schema', 'packages/schema');

write('packages/app/package.json', { name: 'app', type: 'module', dependencies: { '@acme/schema': 'workspace:*', '@acme/ui': 'workspace:*', react: '*' } });
write('packages/app/src/main.tsx', `import { User, Role } from '@acme/schema';\nimport { shout } from '@acme/schema/text';\nimport { Badge, useId } from '@acme/ui';\nimport * as React from 'react';\nconst user = User.parse({ name: 'ada' });\nconst badge = Badge({ user });\nconsole.log(user.name, Role.Admin, shout('x'), badge.type, badge.props.children, useId === React.useId);\n`);
link('packages/app/node_modules/@acme/schema', 'packages/schema');
link('packages/app/node_modules/@acme/ui', 'packages/ui');
link('packages/app/node_modules/react', 'node_modules/.pnpm/react@19.3.1/node_modules/react');

nexxo(['build', 'src/main.tsx', '--outdir', 'dist', '--platform', 'node', '--no-cache', ...flags], { cwd: join(work, 'packages/app') });
assert.equal(run('node', [join(work, 'packages/app/dist/main.js')]), 'ADA admin X b ADA true\n');
