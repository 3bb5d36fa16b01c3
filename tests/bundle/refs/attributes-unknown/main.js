import a from './a.txt' with { type: 'yaml' };
import b from './a.txt' with { type: 'css' };
console.log(a, b);
