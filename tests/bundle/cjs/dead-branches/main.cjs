// Branches that literals decide: what they load is nowhere, and need not be.
if (false) require('./nowhere.cjs');
const chosen = 'fast' === 'slow' ? require('not-installed') : 'fast';
const known = true || require('not-installed-either');
const nothing = void 0 && require('./nowhere-else.cjs');

function load() {
  if (!0) return require('./there.cjs');
  else return require('./missing.cjs');
}

console.log(chosen, known, nothing, load().name);
