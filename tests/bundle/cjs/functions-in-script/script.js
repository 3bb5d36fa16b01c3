if (globalThis.console) {
  function found() {
    return 'found';
  }
}
globalThis.found = found;
