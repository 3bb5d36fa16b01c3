import { seasonOf, type Note } from '@/notes';
import styles from './note-card.module.css';

const format = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

export function NoteCard({ note, onRemove }: { note: Note; onRemove: () => void }) {
  return (
    <article className={`${styles.card} ${styles[seasonOf(note)]}`}>
      <p className={styles.text}>{note.text}</p>
      <time dateTime={new Date(note.time).toISOString()}>{format.format(note.time)}</time>
      <button type="button" aria-label={`Remove “${note.text}”`} className={styles.remove} onClick={onRemove}>
        ×
      </button>
    </article>
  );
}
