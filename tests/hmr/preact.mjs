// Preact: what keeps its state over an edit, and what must not.
import { assert, cases, counterWith, startComponents, until } from './support.mjs';

const main = "import { render } from 'preact';\nimport { App } from './App';\nrender(<App />, document.getElementById('root')!);\n";
const tsconfig = JSON.stringify({ compilerOptions: { jsx: 'react-jsx', jsxImportSource: 'preact' } });
const preact = (world, more) => startComponents(world, 'preact', { 'tsconfig.json': tsconfig, 'src/main.tsx': main, ...more });

const counter = counterWith('preact/hooks');

await cases({
  'state stays where the hooks are the same, and goes where they are others': async (world) => {
    const { project, page } = await preact(world, { 'src/App.tsx': counter('a') });
    await page.shows('button', 'a 0');
    await page.click('button');
    await page.shows('button', 'a 1');
    project.save('src/App.tsx', counter('b'));
    await page.shows('button', 'b 1');
    await page.click('button');
    await page.shows('button', 'b 2');
    project.save('src/App.tsx', counter('c', 'useEffect(() => {}, []);'));
    await page.shows('button', 'c 0');
    await page.click('button');
    await page.shows('button', 'c 1');
    assert.ok(await page.isKept());
    assert.deepEqual(page.problems, []);
  },

  'children keep theirs, wherever they were made': async (world) => {
    const item = (text) => `import { useState } from 'preact/hooks';\nexport function Item({ id }: { id: string }) { const [n, set] = useState(0); return <i id={id} onClick={() => set(n + 1)}>${text} {n}</i>; }\n`;
    const frame = (text) => `import type { ComponentChildren } from 'preact';\nexport const Frame = ({ children }: { children: ComponentChildren }) => <p><b>${text}</b>{children}</p>;\n`;
    const app = "import { Item } from './Item';\nimport { Frame } from './Frame';\nexport const App = () => <Frame><Item id='x' />{['y', 'z'].map((id) => <Item key={id} id={id} />)}</Frame>;\n";
    const { project, page } = await preact(world, { 'src/App.tsx': app, 'src/Item.tsx': item('a'), 'src/Frame.tsx': frame('one') });
    await page.click('#x');
    await page.click('#z');
    await page.click('#z');
    await page.shows('#z', 'a 2');
    for (const text of ['b', 'c']) {
      project.save('src/Item.tsx', item(text));
      await page.shows('#x', `${text} 1`);
      await page.shows('#y', `${text} 0`);
      await page.shows('#z', `${text} 2`);
    }
    project.save('src/Frame.tsx', frame('two'));
    await page.shows('b', 'two');
    await page.shows('#z', 'c 2');
    await page.click('#z');
    await page.shows('#z', 'c 3');
    assert.ok(await page.isKept());
  },

  'effects run anew, with what they end with, and references stay': async (world) => {
    const app = (text) => `import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
export function App() {
  const [n, set] = useState(0);
  const ref = useRef(0);
  const made = useMemo(() => '${text}', []);
  useEffect(() => { ref.current += 1; console.log('begins ${text} ' + ref.current); return () => console.log('ends ${text}'); }, []);
  return <button onClick={() => set(n + 1)}>{made} {n}</button>;
}
`;
    const { project, page } = await preact(world, { 'src/App.tsx': app('a') });
    await page.logged('begins a 1');
    await page.click('button');
    await page.shows('button', 'a 1');
    project.save('src/App.tsx', app('b'));
    await page.shows('button', 'b 1');
    await page.logged('begins b 2');
    const own = page.logs.filter((it) => /^(begins|ends)/.test(it));
    assert.deepEqual(own, ['begins a 1', 'ends a', 'begins b 2']);
  },

  'a custom hook that changes': async (world) => {
    const hook = (body) => `import { useState } from 'preact/hooks';\nexport const useNumber = () => { ${body} };\n`;
    const app = "import { useNumber } from './hook';\nexport const App = () => { const [n, add] = useNumber(); return <button onClick={add}>{n}</button>; };\n";
    const { project, page } = await preact(world, { 'src/App.tsx': app, 'src/hook.ts': hook('const [n, set] = useState(1); return [n, () => set(n + 1)] as const;') });
    await page.shows('button', '1');
    await page.click('button');
    await page.shows('button', '2');
    project.save('src/hook.ts', hook('const [n, set] = useState(1); return [n * 10, () => set(n + 1)] as const;'));
    await page.shows('button', '20');
    assert.ok(await page.isKept());
  },

  'memo, forwardRef and classes': async (world) => {
    const app = (text) => `import { Component } from 'preact';
import { forwardRef, memo, useState } from 'preact/compat';
const Inner = memo(function Inner({ n }: { n: number }) { const [own] = useState(Math.random()); return <i data-own={own}>${text} {n}</i>; });
const Ref = forwardRef<HTMLElement, {}>(function Ref(_, ref) { return <em ref={ref}>${text}</em>; });
export class Old extends Component<{}, { n: number }> { state = { n: 0 }; add = () => this.setState({ n: this.state.n + (('${text}' === 'a') ? 1 : 10) }); render() { return <u onClick={this.add}>${text} {this.state.n}</u>; } }
export function App() { const [n, set] = useState(0); return <div onClick={() => set(n + 1)}><Inner n={n} /><Ref /><b>{n}</b><Old /></div>; }
`;
    const { project, page } = await preact(world, { 'src/App.tsx': app('a') });
    await page.shows('i', 'a 0');
    await page.click('u');
    await page.shows('u', 'a 1');
    await page.shows('b', '1');
    const own = await page.getAttribute('i', 'data-own');
    project.save('src/App.tsx', app('z'));
    await page.shows('i', 'z 1');
    await page.shows('em', 'z');
    await page.shows('u', 'z 1');
    await page.click('u');
    await page.shows('u', 'z 11');
    assert.equal(await page.getAttribute('i', 'data-own'), own);
    assert.ok(await page.isKept());
    assert.deepEqual(page.problems, []);
  },

  'an error while it renders, and the next edit': async (world) => {
    const { project, page } = await preact(world, { 'src/App.tsx': counter('a') });
    await page.click('button');
    await page.shows('button', 'a 1');
    project.save('src/App.tsx', counter('b', "if (n) throw new Error('not this');"));
    await until(() => page.problems.some((it) => it.includes('not this')));
    project.save('src/App.tsx', counter('c'));
    await page.shows('button', 'c 1');
    await page.click('button');
    await page.shows('button', 'c 2');
    assert.ok(await page.isKept());
  },
});
