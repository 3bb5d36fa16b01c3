import assert from 'node:assert/strict';
export default ({ js }) => assert.doesNotMatch(js(), /GONE/);
