let missing;
try {
  missing = require('not-installed-anywhere');
} catch (error) {
  missing = error.code || error.name;
}
let found;
try {
  found = require('./found.js');
} catch {
  found = 'no';
}
const maybe = () => {
  try {
    return require('./not-there.js');
  } catch (error) {
    return 'fallback';
  }
};
console.log(missing, found, maybe());
