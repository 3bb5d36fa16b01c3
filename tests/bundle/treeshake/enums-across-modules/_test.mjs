import assert from 'node:assert/strict';

export default ({ js }) => {
  const text = js();
  assert.doesNotMatch(text, /DEAD/);
  // Enums of which nothing but members is used are gone.
  assert.doesNotMatch(text, /Mask|Both|"red"\] ?=/);
};
