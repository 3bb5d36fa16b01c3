import assert from 'node:assert/strict';
export default ({ files }) => assert.deepEqual(files(), ['main.js']);
