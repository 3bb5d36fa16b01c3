// node types.mjs: a project of CSS Modules, type-checked by TypeScript with the files that Nexxo writes beside the sheets.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { modules, nexxo, workFolder } from './nexxo.mjs';

const root = workFolder('types');
const write = (file, text) => {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
};
const read = (file) => readFileSync(join(root, file), 'utf8');
const types = 'src/card.module.css.d.ts';

write('package.json', '{ "type": "module" }');
write('tsconfig.json', '{ "compilerOptions": { "strict": true, "module": "esnext", "moduleResolution": "bundler", "target": "es2022", "noEmit": true, "types": [] }, "include": ["src"] }');
write('nexxo.config.json', '{ "cssModules": { "types": true, "localsConvention": "camelCase" } }');
write('index.html', '<script type="module" src="/src/main.ts"></script>');
write('src/values.module.css', '@value gap: 4px; .base { color: red }');
write('src/card.module.css', `@value gap as space from './values.module.css';
  .title { composes: base from './values.module.css'; margin: space }
  .card-body:hover { animation: spin 1s } @keyframes spin { to { rotate: 1turn } }
  .class, .styles, .undefined, .string { top: 0 } #anchor { left: 0 } .a\\.b { top: 0 } .__proto__ { top: 0 }`);
write('src/empty.module.css', 'a { color: red }');
write('node_modules/pkg/package.json', '{ "name": "pkg", "exports": "./index.js" }');
write('node_modules/pkg/index.js', "import it from './pkg.module.css'; export default it;");
write('node_modules/pkg/pkg.module.css', '.x { color: red }');
write('src/ambient.d.ts', "declare module 'pkg';");
// All keys, and under which names: what TypeScript knows must be what there is.
write('src/main.ts', `import styles, * as all from './card.module.css';
import empty from './empty.module.css';
import pkg from 'pkg';
import(/* later */ './later');
const keys: Record<keyof typeof styles, string> = styles;
const named: Record<Exclude<keyof typeof all, 'default'>, string> = all;
const title: string = styles.title + all.title + styles['card-body'] + styles.cardBody + all.spin;
console.log(JSON.stringify([Object.keys(keys), Object.keys(named), title.length > 0, empty, pkg]));
`);
write('src/later.ts', "import { base } from './values.module.css'; export default base;");

const tsc = () => {
  const { status, stdout } = spawnSync('node', [join(modules, 'typescript/bin/tsc'), '-p', root], { encoding: 'utf8' });
  return status === 0 ? '' : stdout;
};
const typed = () => [...read(types).matchAll(/^ {2}readonly ("?)(.*)\1: string;$/gm)].map((it) => it[2]);

// `nexxo check` writes them, sorted, and no others.
nexxo(['check', root]);
assert.equal(tsc(), '');
const names = ['__proto__', 'a.b', 'aB', 'anchor', 'card-body', 'cardBody', 'class', 'proto', 'space', 'spin', 'string', 'styles', 'title', 'undefined'];
assert.deepEqual(typed(), names);
assert.ok(existsSync(join(root, 'src/values.module.css.d.ts')), 'what only `import()` leads to has types');
assert.ok(!existsSync(join(root, 'node_modules/pkg/pkg.module.css.d.ts')), 'packages are left alone');

// They are what is there at run time.
nexxo(['build', root, '--no-cache']);
nexxo(['build', join(root, 'src/main.ts'), '--platform', 'node', '--outdir', join(root, 'node'), '--config', join(root, 'nexxo.config.json')]);
const ran = JSON.parse(spawnSync('node', [join(root, 'node/main.js')], { encoding: 'utf8' }).stdout);
assert.deepEqual(ran[0].sort(), names);
const exported = [...read(types).matchAll(/^export declare const (.*): string;$/gm)].map((it) => it[1]);
assert.deepEqual(ran[1].filter((it) => it !== 'default').sort(), exported);

// A wrong name is an error, as one that is gone.
write('src/wrong.ts', "import styles, { titel } from './card.module.css'; console.log(styles.titel, titel);");
assert.equal(tsc().match(/error TS/g)?.length, 2, tsc());
rmSync(join(root, 'src/wrong.ts'));

// What is as it should be is not written again, also where a build is as the last one; what is lost is made again.
const before = statSync(join(root, types)).mtimeMs;
nexxo(['build', root]);
nexxo(['build', root]);
assert.equal(statSync(join(root, types)).mtimeMs, before);
const text = read(types);
rmSync(join(root, types));
nexxo(['build', root]);
assert.equal(read(types), text);

// A sheet that moves takes its types along.
mkdirSync(join(root, 'src/moved'));
renameSync(join(root, 'src/card.module.css'), join(root, 'src/moved/card.module.css'));
write('src/moved/card.module.css', '.title { color: red }');
write('src/main.ts', "import { title } from './moved/card.module.css'; import './later'; console.log(title);");
nexxo(['build', root]);
assert.ok(!existsSync(join(root, types)) && existsSync(join(root, 'src/moved/card.module.css.d.ts')));
assert.equal(tsc(), '');

// What somebody else wrote stays, and what cannot be written is told.
const moved = 'src/moved/card.module.css.d.ts';
write(moved, 'export declare const title: number;\n');
assert.throws(() => nexxo(['build', root]), /src\/moved\/card\.module\.css\.d\.ts was not made by Nexxo/);
assert.throws(() => nexxo(['check', root]), /was not made by Nexxo/);
assert.equal(read(moved), 'export declare const title: number;\n');
rmSync(join(root, moved));
mkdirSync(join(root, moved));
assert.throws(() => nexxo(['check', root]), /write-failed/);
assert.throws(() => nexxo(['build', root]), /write-failed/);
