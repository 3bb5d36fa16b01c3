import assert from 'node:assert/strict';
export default ({ js }) => assert.ok(!js().includes('development marker'), 'the other branch is left out');
