export const enum Level {
  Low = 1,
  High = Low + 99,
}
export const enum Size {
  Big = 'big',
}
export interface Only {
  level: Level;
}
