import lib = require('./lib.cjs');
import Alias = lib.Inner;
import unusedType = require('./lib.cjs');
namespace Local {
  export const a = 'local a';
  export namespace Deep {
    export const b = 'deep b';
  }
}
import deep = Local.Deep;
console.log(lib.name, Alias, deep.b, Local.a);
