import assert from 'node:assert/strict';
export default ({ read }) => {
  const text = read('main.js');
  assert.ok(text.startsWith('#!/usr/bin/env node\n/* banner */'), text.slice(0, 80));
  assert.doesNotMatch(text, /only-the-entry/);
};
