import assert from 'node:assert/strict';
// What tells a function its name does not keep it.
export default ({ js }) => assert.doesNotMatch(js(), /unusedFunction/);
