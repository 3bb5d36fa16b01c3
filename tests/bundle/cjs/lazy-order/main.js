console.log('main starts');
const a = require('./a.js');
console.log('between');
if (a.never) require('./never.js');
function later() {
  return require('./later.js');
}
console.log(later() === later(), later().value);
console.log(require('./a.js') === a);
