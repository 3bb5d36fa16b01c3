// React: what keeps its state over an edit, and what must not.
import { assert, cases, counterWith, startComponents, until } from './support.mjs';

const main = "import { createRoot } from 'react-dom/client';\nimport { App } from './App';\ncreateRoot(document.getElementById('root')!).render(<App />);\n";
const react = (world, more) => startComponents(world, 'react', { 'src/main.tsx': main, ...more });

const counter = counterWith('react');

await cases({
  'state stays where the hooks are the same, and goes where they are others': async (world) => {
    const { project, page } = await react(world, { 'src/App.tsx': counter('a') });
    await page.shows('button', 'a 0');
    await page.click('button');
    await page.shows('button', 'a 1');
    project.save('src/App.tsx', counter('b'));
    await page.shows('button', 'b 1');
    project.save('src/App.tsx', counter('c', 'useEffect(() => {}, []);'));
    await page.shows('button', 'c 0');
    assert.ok(await page.isKept());
    assert.deepEqual(page.problems, []);
  },

  'a custom hook that changes': async (world) => {
    const hook = (body) => `import { useState } from 'react';\nexport const useNumber = () => { ${body} };\n`;
    const app = "import { useNumber } from './hook';\nexport const App = () => { const [n, add] = useNumber(); return <button onClick={add}>{n}</button>; };\n";
    const { project, page } = await react(world, { 'src/App.tsx': app, 'src/hook.ts': hook('const [n, set] = useState(1); return [n, () => set(n + 1)] as const;') });
    await page.shows('button', '1');
    await page.click('button');
    await page.shows('button', '2');
    project.save('src/hook.ts', hook('const [n, set] = useState(1); return [n * 10, () => set(n + 1)] as const;'));
    await page.shows('button', '20');
    assert.ok(await page.isKept());
  },

  'memo, forwardRef and classes': async (world) => {
    const app = (text) => `import { Component, forwardRef, memo, useState } from 'react';
const Inner = memo(function Inner({ n }: { n: number }) { const [own] = useState(Math.random()); return <i data-own={own}>${text} {n}</i>; });
const Ref = forwardRef<HTMLElement>(function Ref(_, ref) { return <em ref={ref}>${text}</em>; });
class Old extends Component { state = { n: 0 }; render() { return <u onClick={() => this.setState({ n: this.state.n + 1 })}>${text} {this.state.n}</u>; } }
export function App() { const [n, set] = useState(0); return <div onClick={() => set(n + 1)}><Inner n={n} /><Ref /><b>{n}</b><Old /></div>; }
`;
    const { project, page } = await react(world, { 'src/App.tsx': app('a') });
    await page.shows('i', 'a 0');
    await page.click('u');
    await page.shows('u', 'a 1');
    await page.shows('b', '1');
    const own = await page.getAttribute('i', 'data-own');
    project.save('src/App.tsx', app('z'));
    await page.shows('i', 'z 1');
    await page.shows('em', 'z');
    await page.shows('u', 'z 0');
    await page.shows('b', '1');
    assert.equal(await page.getAttribute('i', 'data-own'), own);
    assert.ok(await page.isKept());
  },

  'a component that throws, and is mended': async (world) => {
    const { project, page } = await react(world, { 'src/App.tsx': counter('a') });
    await page.shows('button', 'a 0');
    project.save('src/App.tsx', counter('b', "throw new Error('on purpose');"));
    await until(() => page.evaluate(() => !document.querySelector('button')));
    project.save('src/App.tsx', counter('c'));
    await page.shows('button', 'c 0');
    assert.ok(await page.isKept());
  },

  'a module that exports more than components leads to its importers': async (world) => {
    const part = (n) => `export const list = [${n}];\nexport const Part = () => <i>part ${n}</i>;\n`;
    const app = "import { useState } from 'react';\nimport { Part, list } from './Part';\nexport function App() { const [n, set] = useState(0); return <button onClick={() => set(n + 1)}><Part /> {list.join()} {n}</button>; }\n";
    const { project, page } = await react(world, { 'src/App.tsx': app, 'src/Part.tsx': part(1) });
    await page.shows('button', 'part 1 1 0');
    await page.click('button');
    await page.shows('button', 'part 1 1 1');
    project.save('src/Part.tsx', part(2));
    await page.shows('button', 'part 2 2 1');
    assert.ok(await page.isKept());
  },

  'CSS modules: rules and names': async (world) => {
    const app = "import styles from './App.module.css';\nimport { useState } from 'react';\nexport function App() { const [n, set] = useState(0); return <button className={styles.box} data-b={styles.more ?? 'none'} onClick={() => set(n + 1)}>{n}</button>; }\n";
    const { project, page } = await react(world, { 'src/App.tsx': app, 'src/App.module.css': '.box { color: rgb(1, 2, 3) }' });
    await page.shows('button', '0');
    await page.click('button');
    await page.shows('button', '1');
    assert.equal(await page.style('button', 'color'), 'rgb(1, 2, 3)');
    project.save('src/App.module.css', '.box { color: rgb(4, 5, 6) }');
    await until(async () => (await page.style('button', 'color')) === 'rgb(4, 5, 6)');
    project.save('src/App.module.css', '.box { color: rgb(4, 5, 6) } .more { top: 0 }');
    await until(async () => (await page.getAttribute('button', 'data-b')) !== 'none');
    await page.shows('button', '1');
    assert.ok(await page.isKept());
    assert.deepEqual(page.problems, []);
  },
});
