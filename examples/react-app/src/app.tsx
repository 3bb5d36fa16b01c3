import { Suspense, lazy, useMemo, useState } from 'react';
import leaf from '@/assets/leaf.svg';
import { NoteCard } from '@/components/note-card';
import { NoteForm } from '@/components/note-form';
import { Season, byNewest, seasonOf, type Note } from '@/notes';
import { useStored } from '@/use-stored';

// Loaded only when somebody asks for it: a chunk of its own.
const Statistics = lazy(() => import('@/components/statistics'));

export function App() {
  const [notes, setNotes] = useStored<Note[]>('notes', []);
  const [season, setSeason] = useState<Season | 'all'>('all');
  const [counting, setCounting] = useState(false);
  const shown = useMemo(
    () => notes.filter((note) => season === 'all' || seasonOf(note) === season).sort(byNewest),
    [notes, season],
  );

  return (
    <main>
      <header>
        <img src={leaf} alt="" width="48" height="48" />
        <h1>Field notes</h1>
        <p>What you saw outside, and when.</p>
      </header>
      <NoteForm onAdd={(note) => setNotes([...notes, note])} />
      <nav aria-label="Seasons">
        {(['all', ...Object.values(Season)] as const).map((choice) => (
          <button key={choice} type="button" aria-pressed={choice === season} onClick={() => setSeason(choice)}>
            {choice}
          </button>
        ))}
        <button type="button" className="counter" onClick={() => setCounting(!counting)}>
          {counting ? 'Hide numbers' : 'Show numbers'}
        </button>
      </nav>
      {counting && (
        <Suspense fallback={<p>Counting …</p>}>
          <Statistics notes={notes} />
        </Suspense>
      )}
      <section aria-label="Notes">
        {shown.length === 0 && <p className="empty">Nothing here yet. Write down the first bird you hear.</p>}
        {shown.map((note) => (
          <NoteCard key={note.id} note={note} onRemove={() => setNotes(notes.filter(({ id }) => id !== note.id))} />
        ))}
      </section>
      <footer>Built with Nexxo, {import.meta.env.MODE} mode</footer>
    </main>
  );
}
