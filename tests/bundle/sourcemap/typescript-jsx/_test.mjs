import assert from 'node:assert/strict';
export default ({ bundle, run }) => {
  assert.match(run(), /MARK_class/);
  const map = bundle();
  const marks = /["'`]MARK_(typed|attribute|child|parameter|method|object|argument|class|fallback|bold)["'`]/g;
  assert.ok(map.check(marks) >= 9);
};
