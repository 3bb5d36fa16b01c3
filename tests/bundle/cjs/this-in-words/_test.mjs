import assert from 'node:assert';

// Only the files that use the outer `this` are wrapped.
export default ({ js }) => assert.equal(js().split(/fromThis|fromArrow/).length, 5);
