export const log = [];
using local = { [Symbol.dispose]: () => log.push('module done') };
export const opened = {
  async [Symbol.asyncDispose]() {
    log.push('closing');
    await null;
    log.push('closed');
  },
};
log.push(typeof local);
