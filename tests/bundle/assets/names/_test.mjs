import assert from 'node:assert/strict';
export default ({ run, files }) => {
  const name = files().find((name) => name.endsWith('.png'));
  assert.match(name, /^static\/image\.[\w-]{6,}\.png$/);
  assert.equal(run().trim(), `https://cdn.example.invalid/x/${name}`);
};
