import assert from 'node:assert/strict';
export default ({ read }) => {
  assert.ok(read('main.js').startsWith('#!/usr/bin/env -S node --no-warnings\n'));
  assert.equal(read('main.js').split('#!').length, 2, 'there can be one');
};
