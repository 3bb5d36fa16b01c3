import assert from 'node:assert/strict';
export default ({ files }) => assert.deepEqual(files().filter((name) => /^unused/.test(name)), []);
