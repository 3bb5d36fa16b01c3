import assert from 'node:assert/strict';

// Reading a member of a namespace is no effect.
export default ({ js }) => assert.doesNotMatch(js(), /DEAD/);
