import { Color, Flags, Mixed, Merged } from './enums';
import * as enums from './enums';
console.log(Color.Red, Color[0], Color[Color.Blue], Flags.Both, Flags.None, Mixed.Text, Mixed.Computed, Merged.A, Merged.B);
console.log(Object.keys(Color).join(), enums.Color.Green, JSON.stringify(Merged));
enum Local {
  A = Color.Blue + 1,
  B = 'text',
  C = `${B}-c`,
  D = Math.max(1, 2),
}
declare enum Ambient {
  X = 1,
}
console.log(Local.A, Local.B, Local.C, Local.D, Local[3]);
