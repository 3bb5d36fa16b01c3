import assert from 'node:assert/strict';
export default async ({ load }) => assert.deepEqual({ ...(await load()) }, { a: 1, default: 2 });
