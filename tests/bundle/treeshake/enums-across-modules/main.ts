import { Kind, Color, Mask, Kept, Computed, kinds } from './barrel';
import * as all from './kinds';
import { dev } from './dev';

const which = (kind: Kind) => {
  switch (kind) {
    case Kind.Leaf: return 'leaf';
    case Kind['Root']: return 'root';
    default: return `other ${Kind.Deep}`;
  }
};
console.log(which(Kind.Leaf), which(10), which(Kind.Node));
console.log(Color.Red, all.Color.Blue, Color.Red.toUpperCase(), Mask.Both.toFixed(1));
console.log(5 - Mask.Minus, (Mask.Minus) ** 2, [Mask.Both, Mask.None], { a: Mask.A, Minus: Mask.Minus });
if ((Mask.Both & Mask.A) === 0) console.log(dev());
if (Kind.Leaf as number === 1) console.log(dev());
console.log(Kept[1], Kept.Two, Kept.name, Object.keys(Kept).length);
console.log(Computed.Size, Computed.Fixed);
console.log(kinds.Kind.Deep);
