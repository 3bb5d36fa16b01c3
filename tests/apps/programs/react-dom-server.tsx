import { renderToString } from 'react-dom/server';
import { useId, useMemo, useState, type ReactNode } from 'react';

function Frame({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h1 id={id}>{title}</h1>
      {children}
    </section>
  );
}

function List({ items }: { items: string[] }) {
  const [prefix] = useState('item');
  const sorted = useMemo(() => [...items].sort(), [items]);
  return <ul>{sorted.map((item) => <li key={item}>{`${prefix} ${item}`}</li>)}</ul>;
}

console.log(renderToString(<Frame title="Rendered"><List items={['b', 'a']} /></Frame>));
