const own = (eval2) => eval2('not this one');
const inner = ((evaluate) => evaluate('2 + 2'))(eval);
console.log((0, eval)('1 + 1'), globalThis.eval('3'), new Function('return 4')(), own(String), inner, eval?.('5'));
