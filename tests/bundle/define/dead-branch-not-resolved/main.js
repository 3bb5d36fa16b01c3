if (process.env.NODE_ENV !== 'production') {
  require('./missing-one');
}
const lib = process.env.NODE_ENV === 'production' ? require('./production.js') : require('./missing-two');
DEBUG && require('./missing-three');
if (DEBUG) {
  import('./missing-four');
} else {
  console.log('not debugging');
}
!DEBUG || require('./missing-five');
if (!(process.env.NODE_ENV === 'development')) console.log(lib);
else require('./missing-six');
