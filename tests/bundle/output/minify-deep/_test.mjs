import assert from 'node:assert/strict';

// Private names are only short after the second pass; the map still leads to the sources.
export default ({ read, outputs, bundle }) => {
  const text = read(outputs[0]);
  assert.match(text, /^("use strict";\n?)?(\/\* banner \*\/)?/);
  assert.match(text, /banner[^]*licence of shapes[^]*footer/);
  assert.doesNotMatch(text, /#sides/);
  bundle().check(/["'`]arrived too late/g, 1);
};
