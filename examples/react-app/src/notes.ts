export enum Season {
  Spring = 'spring',
  Summer = 'summer',
  Autumn = 'autumn',
  Winter = 'winter',
}

export interface Note {
  id: string;
  text: string;
  time: number;
}

export function makeNote(text: string, now = Date.now()): Note {
  return { id: `${now.toString(36)}-${Math.random().toString(36).slice(2, 8)}`, text: text.trim(), time: now };
}

const BY_QUARTER = [Season.Winter, Season.Spring, Season.Summer, Season.Autumn] as const;

/** The season of the northern half of the world, by whole months. */
export function seasonOf({ time }: Pick<Note, 'time'>): Season {
  return BY_QUARTER[Math.floor(((new Date(time).getMonth() + 1) % 12) / 3)]!;
}

export const byNewest = (a: Note, b: Note): number => b.time - a.time;
