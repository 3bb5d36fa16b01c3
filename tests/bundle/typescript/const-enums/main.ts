import { Level, Size } from './levels';
import type { Only } from './levels';
const enum Own {
  X = 10,
  Y = X * 2,
}
console.log(Level.Low, Level.High, Size.Big, Own.Y, Own['X']);
const only: Only = { level: Level.Low };
console.log(only.level);
