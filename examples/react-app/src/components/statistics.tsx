import { Season, seasonOf, type Note } from '@/notes';
import './statistics.css';

export default function Statistics({ notes }: { notes: readonly Note[] }) {
  const counts = Object.values(Season).map((season) => ({
    season,
    count: notes.filter((note) => seasonOf(note) === season).length,
  }));
  const most = Math.max(1, ...counts.map(({ count }) => count));
  return (
    <dl className="statistics">
      {counts.map(({ season, count }) => (
        <div key={season}>
          <dt>{season}</dt>
          <dd style={{ inlineSize: `${(count / most) * 100}%` }}>{count}</dd>
        </div>
      ))}
    </dl>
  );
}
