// node_modules as pnpm lays them out: links into a store, where a package's neighbours are its own dependencies.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
const store = 'node_modules/.pnpm';
const make = (at, name, text) => {
  mkdirSync(`${store}/${at}/node_modules/${name}`, { recursive: true });
  writeFileSync(`${store}/${at}/node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' }));
  writeFileSync(`${store}/${at}/node_modules/${name}/index.js`, text);
};
make('a@1.0.0', 'a', `globalThis.aRuns = (globalThis.aRuns ?? 0) + 1; exports.name = 'a with ' + require('shared').version + ' and ' + require('b').name;`);
make('b@1.0.0', 'b', `exports.name = 'b with ' + require('shared').version;`);
make('shared@1.0.0', 'shared', `exports.version = 'shared 1';`);
make('shared@2.0.0', 'shared', `exports.version = 'shared 2';`);
symlinkSync('../../shared@1.0.0/node_modules/shared', `${store}/a@1.0.0/node_modules/shared`);
symlinkSync('../../b@1.0.0/node_modules/b', `${store}/a@1.0.0/node_modules/b`);
symlinkSync('../../shared@2.0.0/node_modules/shared', `${store}/b@1.0.0/node_modules/shared`);
symlinkSync('.pnpm/a@1.0.0/node_modules/a', 'node_modules/a');
symlinkSync('../packages/linked', 'node_modules/linked');
mkdirSync('packages/linked/node_modules', { recursive: true });
symlinkSync('../../../node_modules/.pnpm/a@1.0.0/node_modules/a', 'packages/linked/node_modules/a');
