const exports = { read, get exports() { return Object.keys(exports); } };
function read() {
  const module = exports;
  return [module === exports, Object.keys({ exports })].join();
}
export = exports;
