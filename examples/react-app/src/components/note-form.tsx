import { useRef, type FormEvent } from 'react';
import { makeNote, type Note } from '@/notes';

export function NoteForm({ onAdd }: { onAdd: (note: Note) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const text = input.current?.value ?? '';
    if (text.trim() === '') return;
    onAdd(makeNote(text));
    input.current!.value = '';
  };
  return (
    <form onSubmit={submit}>
      <input ref={input} name="note" aria-label="Note" placeholder="A kestrel above the field" autoComplete="off" />
      <button type="submit">Note it</button>
    </form>
  );
}
