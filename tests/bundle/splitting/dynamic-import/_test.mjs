import assert from 'node:assert/strict';
export default ({ files, format }) => {
  const scripts = files().filter((name) => name.endsWith('.js'));
  if (format === 'esm') assert.ok(scripts.length >= 3, `a chunk for each import(): ${scripts}`);
  else assert.deepEqual(scripts, ['main.js']);
};
