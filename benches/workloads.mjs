// What is bundled: generated apps and style sheets, the same on every machine, and ten copies of three.js.
import { cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Modules of one feature of a generated app. */
const FEATURE = 25;

export const workloads = {
  small: (dir) => app(dir, 40),
  app1k: (dir) => app(dir, 1000),
  app5k: (dir) => app(dir, 5000),
  three10x: threeTimes(10),
  styles2k: (dir) => styles(dir, 2000),
};

/** Workloads that a tool cannot do: rolldown has no style sheets. */
export const without = { styles2k: ['rolldown'] };

/** Makes a workload below `home` unless it is there; gives its folder, whose entry is `entry.tsx` or `entry.js`. */
export function prepare(name, home, modules) {
  const dir = join(home, name);
  if (!existsSync(join(dir, '.made'))) {
    mkdirSync(dir, { recursive: true });
    if (!existsSync(join(dir, 'node_modules'))) symlinkSync(modules, join(dir, 'node_modules'));
    workloads[name](dir, modules);
    writeFileSync(join(dir, '.made'), '');
  }
  return { dir, entry: existsSync(join(dir, 'entry.tsx')) ? 'entry.tsx' : 'entry.js' };
}

function threeTimes(copies) {
  return (dir, modules) => {
    let entry = '';
    for (let i = 0; i < copies; i++) {
      cpSync(join(modules, 'three', 'src'), join(dir, `copy${i}`), { recursive: true });
      entry += `import * as copy${i} from './copy${i}/Three.js';\n`;
    }
    const list = Array.from({ length: copies }, (_, i) => `copy${i}`).join();
    writeFileSync(join(dir, 'entry.js'), `${entry}console.log([${list}].map((copy) => Object.keys(copy).length).join());\n`);
  };
}

/** A React app in TypeScript: features of components in a tree, hooks, utilities with enums and classes, a barrel, JSON. */
function app(dir, modules) {
  const write = (path, text) => {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  };
  const random = seeded(modules);
  const features = Math.max(1, Math.round(modules / FEATURE));
  for (let f = 0; f < features; f++) feature(`src/feature${f}`, f, write, random);
  const imports = Array.from({ length: features }, (_, f) => `import { Feature as Feature${f}, total as total${f} } from './src/feature${f}';`);
  const elements = Array.from({ length: features }, (_, f) => `<Feature${f} key="${f}" name="feature ${f}" />`);
  const totals = Array.from({ length: features }, (_, f) => `total${f}()`);
  write('entry.tsx', `import { renderToStaticMarkup } from 'react-dom/server';
${imports.join('\n')}
const markup = renderToStaticMarkup(<main>{[${elements.join(', ')}]}</main>);
console.log(markup.length, ${totals.join(' + ')});
// React keeps a message channel open.
globalThis.process?.exit(0);
`);
  write('tsconfig.json', JSON.stringify({ compilerOptions: { jsx: 'react-jsx', strict: true } }));
}

function feature(folder, f, write, random) {
  for (let i = 0; i < 14; i++) {
    const children = [2 * i + 1, 2 * i + 2].filter((child) => child < 14);
    write(`${folder}/part${i}.tsx`, `import { useMemo, useState, type ReactNode } from 'react';
${children.map((child) => `import { Part${child} } from './part${child}';`).join('\n')}
import { Kind, Store, format, pick } from './util${i % 6}';
import { useCounted } from './hook${i % 3}';
import type { Item, Props } from './types';

const LABELS: Record<Kind, string> = { [Kind.First]: 'first of ${i}', [Kind.Second]: 'second', [Kind.Third]: 'third' };

/** Part ${i} of feature ${f}. */
export function Part${i}({ name, depth = 0, children }: Props & { children?: ReactNode }) {
  const [selected, setSelected] = useState<Item | undefined>(undefined);
  const items = useMemo(() => new Store<Item>('${folder}', ${i}).fill((index) => ({ id: index, label: format(name, index), kind: pick(index) })), [name]);
  const counted = useCounted(items.length, depth);
  if (depth > 6) return null;
  return (
    <section className={\`part part-\${depth} \${selected ? 'selected' : ''}\`} data-feature={${f}}>
      <h2 title={LABELS[pick(${i})]}>{name} <small>{counted}</small></h2>
      <ul>
        {items.slice(0, 2).map((item) => (
          <li key={item.id} onClick={() => setSelected((before) => (before?.id === item.id ? undefined : item))}>
            {item.label} {LABELS[item.kind]}
          </li>
        ))}
      </ul>
      ${children.map((child) => `<Part${child} name={\`\${name}.${child}\`} depth={depth + 1} />`).join('\n      ')}
      {children}
    </section>
  );
}
`);
  }
  for (let i = 0; i < 6; i++) {
    const salt = Math.floor(random() * 1e6);
    write(`${folder}/util${i}.ts`, `export enum Kind {
  First = 'first-${salt}',
  Second = 'second',
  Third = 'third',
}

export const pick = (index: number): Kind => [Kind.First, Kind.Second, Kind.Third][Math.abs(index) % 3]!;

export function format(name: string, index: number, options: { upper?: boolean; pad?: number } = {}): string {
  const { upper = false, pad = 2 } = options;
  const text = \`\${name}-\${String(index).padStart(pad, '0')}\`;
  return upper ? text.toUpperCase() : text;
}

export class Store<T extends object> {
  readonly #items: T[] = [];
  constructor(private readonly name: string, protected size: number) {}
  fill(make: (index: number) => T): T[] {
    for (let index = 0; index < this.size + 2; index++) this.#items.push(make(index));
    return this.#items;
  }
  get label(): string {
    return \`\${this.name} (\${this.#items.length ?? 0})\`;
  }
}

export const checksum = (values: readonly number[]): number => values.reduce((sum, value) => (sum * 31 + value) % ${salt + 7}, ${i});

/** Nobody uses it: a bundler leaves it out. */
export function unused${salt}<T>(value: T, times = ${i + 1}): T[] {
  return Array.from({ length: times }, () => value);
}
`);
  }
  for (let i = 0; i < 3; i++) {
    write(`${folder}/hook${i}.ts`, `import { useCallback, useMemo, useRef } from 'react';
import { checksum } from './util${i}';

export function useCounted(length: number, depth: number): number {
  const renders = useRef(0);
  renders.current += 1;
  const weigh = useCallback((value: number) => value * ${i + 1} + depth, [depth]);
  return useMemo(() => checksum([length, weigh(length), renders.current]), [length, weigh]);
}
`);
  }
  write(`${folder}/types.ts`, `import type { Kind } from './util0';\nexport interface Item { id: number; label: string; kind: \`\${Kind}\` | any }\nexport type Props = { name: string; depth?: number };\n`);
  write(`${folder}/index.tsx`, `import { checksum as checksum0 } from './util0';
import { checksum as checksum5 } from './util5';
export { Part0 as Feature } from './part0';
export * from './types';
export const total = () => checksum0([${f}, 1, 2]) + checksum5([${f}]);
`);
}

/** CSS Modules, ten of them imported by each module of code; every second is composed of the one before it. */
function styles(dir, count) {
  const folders = Array.from({ length: count / 10 }, (_, f) => f);
  for (const f of folders) {
    mkdirSync(join(dir, `part${f}`), { recursive: true });
    for (let i = 0; i < 10; i++) writeFileSync(join(dir, `part${f}`, `s${i}.module.css`), sheet(f * 10 + i, i));
    const names = Array.from({ length: 10 }, (_, i) => `s${i}`);
    writeFileSync(join(dir, `part${f}`, 'index.js'), `${names.map((it) => `import ${it} from './${it}.module.css';\n`).join('')}export const names = [${names.map((it) => `${it}.box0, ${it}.icon1`).join(', ')}];\n`);
  }
  const imports = folders.map((f) => `import { names as names${f} } from './part${f}/index.js';\n`).join('');
  const all = folders.map((f) => `...names${f}`).join(', ');
  writeFileSync(join(dir, 'entry.js'), `${imports}const all = [${all}];\nconsole.log(all.length, all.every((it) => it.length > 0), new Set(all).size);\n`);
}

function sheet(n, i) {
  const random = seeded(n);
  const below = (limit) => Math.floor(random() * limit);
  const rules = Array.from({ length: 8 }, (_, r) => `.box${r} {
  ${r === 0 && i % 2 ? `composes: box1 from './s${i - 1}.module.css';\n  ` : ''}display: flex;
  padding: ${below(32)}px ${below(24)}px;
  color: hsl(${below(360)} 40% ${below(100)}%);
  transition: opacity 0.3s ease-in-out, transform ${below(900)}ms;
  background: linear-gradient(to right, rgba(255, 255, ${below(256)}, 0), #fff);
}
.box${r}:hover > .icon${r}, .box${r} .icon${r}::before {
  transform: translate3d(0, ${below(9)}px, 0);
}
`);
  return `${rules.join('')}@media (max-width: ${500 + below(500)}px) {\n  .box2 { width: calc(100% - ${below(50)}px); }\n}\n@keyframes fade { from { opacity: 0 } to { opacity: 1 } }\n.box3 { animation: fade 1s }\n`;
}

/** Numbers that look random and are the same everywhere. */
function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
