// An `import()` whose failure is handled may lead nowhere.
const code = (error) => error.code;

const caught = await import('./nowhere.js').catch(code);
const second = await import('not-installed').then(() => 'there', code);
const chained = await import('./nowhere-else.js')
  .then((it) => it.default)
  .finally(() => {})
  .catch(code);
const found = await import('./there.js').then((it) => it.name).catch(code);

console.log(caught, second, chained, found);
