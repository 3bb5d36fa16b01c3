import assert from 'node:assert';

// What has no effect may run ahead: no wrapper, no runtime.
export default ({ js }) => assert.doesNotMatch(js(), /__esm|failure/);
